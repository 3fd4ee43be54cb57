/** mostPoints of one series: as many as a wide screen shows; a multiple of two. */
export const mostPoints = 600;

/** Thinned: a series of bounded length, however long it goes on, in points that each stand for `looks` looks. */
export interface Thinned<P> {
  readonly points: P[];
  /** looks that one point stands for: a power of two. */
  readonly looks: number;
}

/**
 * Thinning keeps a series within `most` points: when it is full, neighbours are merged, two into one, and from then on
 * each point stands for twice as many looks. `merge` is given the earlier and the later point.
 */
export class Thinning<P> {
  readonly #merge: (earlier: P, later: P) => P;
  readonly #most: number;
  readonly #points: P[] = [];
  #looks = 1;
  #pending: P | undefined;
  #pendingLooks = 0;

  constructor(merge: (earlier: P, later: P) => P, most: number = mostPoints) {
    this.#merge = merge;
    this.#most = most;
  }

  add(point: P): void {
    this.#pending = this.#pending === undefined ? point : this.#merge(this.#pending, point);
    this.#pendingLooks += 1;
    if (this.#pendingLooks < this.#looks) return;
    this.#points.push(this.#pending);
    [this.#pending, this.#pendingLooks] = [undefined, 0];
    if (this.#points.length >= this.#most) this.#halve();
  }

  /** series gives the points so far; the last may stand for fewer looks than the others. */
  series(): Thinned<P> {
    const points = this.#pending === undefined ? [...this.#points] : [...this.#points, this.#pending];
    return { points, looks: this.#looks };
  }

  #halve(): void {
    for (let i = 0; i + 1 < this.#points.length; i += 2)
      this.#points[i / 2] = this.#merge(this.#points[i]!, this.#points[i + 1]!);
    this.#points.length = Math.floor(this.#points.length / 2);
    this.#looks *= 2;
  }
}

/** PackedId: the four 32-bit words of a UUID. */
export type PackedId = readonly [number, number, number, number];

const wordsPerId = 4;
const mostFilled = 0.75;
const growth = 1.5;

/** IdTable: an open hash table of ids and their marks, 17 bytes a slot, with linear probing. */
export class IdTable {
  #words = new Uint32Array(16 * wordsPerId);
  #marks = new Uint8Array(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** mark sets marks (at least one bit) of an id, which is added if it is new, and gives those that it had before. */
  mark(id: PackedId, marks: number): number {
    const slot = this.#slotOf(id);
    const before = this.#marks[slot]!;
    this.#marks[slot] = before | marks;
    if (before !== 0) return before;
    this.#words.set(id, slot * wordsPerId);
    this.#size += 1;
    if (this.#size > this.#marks.length * mostFilled) this.#grow();
    return 0;
  }

  /** each calls back with every id and its marks, in no order. */
  each(callback: (id: PackedId, marks: number) => void): void {
    for (let slot = 0; slot < this.#marks.length; slot += 1)
      if (this.#marks[slot] !== 0) callback(this.#idAt(slot), this.#marks[slot]!);
  }

  /** free gives its memory back at once, where a garbage collection might come much later; the table is empty then. */
  free(): void {
    this.#words.buffer.transfer(0);
    this.#marks.buffer.transfer(0);
    this.#reserve(16);
  }

  #idAt(slot: number): PackedId {
    const [a, b, c, d] = this.#words.subarray(slot * wordsPerId, (slot + 1) * wordsPerId);
    return [a!, b!, c!, d!];
  }

  /** The last word of a UUID is random in every version that services use, so that it is a hash as it is. */
  #slotOf(id: PackedId): number {
    let slot = id[3] % this.#marks.length;
    while (this.#marks[slot] !== 0 && !this.#holds(slot, id)) slot = (slot + 1) % this.#marks.length;
    return slot;
  }

  #holds(slot: number, id: PackedId): boolean {
    for (let i = 0; i < wordsPerId; i += 1) if (this.#words[slot * wordsPerId + i] !== id[i]) return false;
    return true;
  }

  #grow(): void {
    const smaller: (readonly [PackedId, number])[] = [];
    this.each((id, marks) => smaller.push([id, marks]));
    const slots = Math.ceil(this.#marks.length * growth);
    this.free();
    this.#reserve(slots);
    for (const [id, marks] of smaller) this.mark(id, marks);
  }
  #reserve(slots: number): void {
    this.#words = new Uint32Array(slots * wordsPerId);
    this.#marks = new Uint8Array(slots);
    this.#size = 0;
  }
}

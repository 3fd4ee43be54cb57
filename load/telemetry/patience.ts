/** Patience is without end until an interruption, and over so long after it, or after now where that has been. */
export class Patience implements Disposable {
  readonly #over = new AbortController();
  readonly #interrupted: AbortSignal;
  readonly #afterMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(interrupted: AbortSignal, afterMs: number) {
    [this.#interrupted, this.#afterMs] = [interrupted, afterMs];
    if (interrupted.aborted) this.#count();
    else interrupted.addEventListener('abort', this.#count, { once: true });
  }

  /** over is aborted when it is. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#interrupted.removeEventListener('abort', this.#count);
  }

  readonly #count = (): void => {
    const reason = new Error(`no answer within ${this.#afterMs} ms after the interruption`);
    this.#timer = setTimeout(() => this.#over.abort(reason), this.#afterMs);
  };
}

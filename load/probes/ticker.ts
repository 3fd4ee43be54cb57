import { setTimeout as delay } from 'node:timers/promises';

/** Ticker does something at once and then every so often, one after the other, until it is stopped. */
export class Ticker {
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;

  /** work gets how often it was done before; when it took longer than the interval, what it missed is left out. */
  constructor(intervalMs: number, work: (count: number) => Promise<void> | void) {
    this.#done = this.#run(intervalMs, work);
    // What went wrong is told by `stop`, and not before.
    this.#done.catch(() => {});
  }

  /** stop resolves when the last tick is over. Rejects with what `work` threw. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  async #run(intervalMs: number, work: (count: number) => Promise<void> | void): Promise<void> {
    const { signal } = this.#stopping;
    let dueMs = performance.now();
    for (let count = 0; !signal.aborted; count += 1) {
      await work(count);
      const nowMs = performance.now();
      const missed = Math.max(0, Math.ceil((nowMs - dueMs) / intervalMs) - 1);
      dueMs += (missed + 1) * intervalMs;
      await delay(dueMs - nowMs, undefined, { signal }).catch(() => {});
    }
  }
}

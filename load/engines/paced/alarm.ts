/**
 * Alarm calls back once, at or a little after a moment, and far more sharply than a timer of the event loop, which
 * counts in whole milliseconds.
 */
export interface Alarm {
  /**
   * set asks for one call of `ring` at `atMs` on the clock of performance.now(), in place of any asked for before. A
   * call that was already under way may still come, to the new `ring`: whoever is called looks at the clock.
   */
  set(atMs: number, ring: () => void): void;
  /** close ends the alarm; it calls no more. */
  close(): Promise<void>;
}

/** alarmWords: the words of memory that an alarm shares with its sleeper thread. */
export const alarmWords = {
  byteLength: 16,
  /** changes: a counter that the sleeper waits on; it rises with every new moment. */
  changes: (memory: SharedArrayBuffer): Int32Array => new Int32Array(memory, 0, 1),
  /** moment: when to call, on the clock of monotonicMs; Infinity for never, NaN to end. */
  moment: (memory: SharedArrayBuffer): Float64Array => new Float64Array(memory, 8, 1),
};

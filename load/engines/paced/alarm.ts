/**
 * Alarm calls back once, at or a little after a moment, and far more sharply than a timer of the event loop, which
 * counts in whole milliseconds.
 */
export interface Alarm {
  /** thread: the kernel's id of the one that keeps it, where there is one. */
  readonly thread: number | undefined;
  /**
   * set asks for one call of `ring` at `atMs` on the clock of performance.now(), in place of any asked for before. A
   * call that was already under way may still come, to the new `ring`: whoever is called looks at the clock.
   *
   * `thenMs` is a guess at the moment that will be asked for after this one. Where it is right, setting that costs next
   * to nothing; where it is too early, a call may come then that was not asked for.
   */
  set(atMs: number, ring: () => void, thenMs?: number): void;
  /** close ends the alarm; it calls no more. */
  close(): Promise<void>;
}

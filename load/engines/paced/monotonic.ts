/** monotonicMs: CLOCK_MONOTONIC in milliseconds with sub-microsecond resolution; threads of a process share it. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

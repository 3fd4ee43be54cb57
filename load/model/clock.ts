/**
 * RunClock: one time axis for a run. Times are milliseconds since the run's start, read from CLOCK_MONOTONIC,
 * which all processes of a Linux machine share; a single wall-clock reading anchors the axis to the calendar.
 */
export interface RunClock {
  /** startedAt: the wall-clock anchor, RFC 3339 UTC. */
  readonly startedAt: string;
  /** originNs: CLOCK_MONOTONIC at the anchor, in nanoseconds, as a decimal string so that it crosses processes. */
  readonly originNs: string;
  /** nowMs: milliseconds since the anchor, with microsecond resolution. */
  nowMs(): number;
}

/** startRunClock anchors a new time axis at the present moment. */
export function startRunClock(wallNow: () => number = Date.now): RunClock {
  return runClockFrom(new Date(wallNow()).toISOString(), process.hrtime.bigint().toString());
}

/** runClockFrom gives the axis of a run that another process of this machine has started. */
export function runClockFrom(startedAt: string, originNs: string): RunClock {
  const origin = BigInt(originNs);
  return {
    startedAt,
    originNs,
    nowMs: () => Number((process.hrtime.bigint() - origin) / 1000n) / 1000,
  };
}

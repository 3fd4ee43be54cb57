import type { Experiment } from '../../../../load/model/result.ts';

/** timeRange: the stretch of the run's axis that an experiment took, in seconds. */
export function timeRange({ startedAtMs, endedAtMs }: Experiment): [number, number] {
  return [startedAtMs / 1000, Math.max(endedAtMs, startedAtMs + 1) / 1000];
}

import type { RunResult } from './result.ts';

/** MeasuredRun: what of a result is about experiments, whether the run has ended or not. */
export type MeasuredRun = Pick<RunResult, 'startedAt' | 'experiments'>;

/** unixMsOf puts a moment of the run's axis on the calendar, in Unix milliseconds. */
export function unixMsOf(result: Pick<RunResult, 'startedAt'>, atMs: number): number {
  return Date.parse(result.startedAt) + atMs;
}

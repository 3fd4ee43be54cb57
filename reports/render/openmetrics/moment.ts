import type { RunResult } from '../../../load/model/result.ts';

/** unixMsOf puts a moment of the run's axis on the calendar, in Unix milliseconds. */
export function unixMsOf(result: Pick<RunResult, 'startedAt'>, atMs: number): number {
  return Date.parse(result.startedAt) + atMs;
}

import type { Verdict } from './figure.ts';
import type { RunResult } from './result.ts';

/** RunVerdict: what a run came to; `complete` runs have the worst verdict of their figures. */
export type RunVerdict = Verdict | Exclude<RunResult['state'], 'complete'>;

/** runVerdict: what ended the run before it was complete, else the worst verdict. */
export function runVerdict({ state, figures }: Pick<RunResult, 'state' | 'figures'>): RunVerdict {
  if (state !== 'complete') return state;
  const verdicts = figures.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

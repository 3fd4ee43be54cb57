import type { RunResult } from '../../../load/model/result.ts';

/** notReached: the titles of the planned experiments that the run did not come to. */
export function notReached({ planned, experiments }: RunResult): string[] {
  const begun = new Set(experiments.map(({ name }) => name));
  return planned.filter(({ name }) => !begun.has(name)).map(({ title }) => title);
}

/** nothingSeen: the titles of the experiments that were begun and cut off before anything was measured. */
export function nothingSeen({ experiments }: RunResult): string[] {
  return experiments
    .filter(({ observations }) => observations.every(({ kind }) => kind === 'machine'))
    .map(({ title }) => title);
}

import { expect, test } from 'vitest';
import type { RunResult } from '../../../load/model/result.ts';
import { completeResult } from '../../testing/fixture-results.ts';
import { environmentFacts } from './environment-facts.ts';

function prioritySaid(realTimes: readonly (boolean | undefined)[]): string | undefined {
  const result = completeResult();
  const [first] = result.experiments.filter(({ observations }) =>
    observations.some(({ kind }) => kind === 'load'),
  );
  const load = first!.observations.find((observation) => observation.kind === 'load')!;
  const observations = realTimes.map((realTime) => ({
    ...load,
    generator: { ...load.generator, realTime },
  }));
  const experiments = [{ ...first!, observations }] as RunResult['experiments'];
  return environmentFacts({ ...result, experiments }).find(({ name }) => name === 'Paced generator')?.value;
}

test.each([
  [[true, true], 'runs before all others (SCHED_FIFO)'],
  [[true, false, undefined], 'runs before all others (SCHED_FIFO), in 1 of 2 loads'],
  [[false], 'has no priority'],
  [[undefined], 'not known'],
  [[], 'not known'],
])('of loads with real-time priority %j it is said that the generator %s', (realTimes, said) => {
  expect(prioritySaid(realTimes)).toBe(said);
});

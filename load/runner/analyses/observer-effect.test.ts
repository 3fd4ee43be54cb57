import { expect, test } from 'vitest';
import { judge } from '../../model/figure.ts';
import type { ObserverPair } from '../../model/observer-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { observerBudgets } from '../../suites/budgets.ts';
import { observerFigures } from '../figures/observer-effect.ts';
import { observerAnalysis } from './observer-effect.ts';

const analyse = (pairs: ObserverPair[]) =>
  observerAnalysis({
    kind: 'observer-effect',
    name: 'observer-effect',
    observations: [{ kind: 'observer', pairs }],
  } as unknown as Experiment);

const p50s = (...ratios: number[]): ObserverPair[] =>
  ratios.map((ratio) => ({ measure: 'response-time-p50', unobserved: 2, observed: 2 * ratio }));

function verdictOf(pairs: ObserverPair[]) {
  const [figure] = observerFigures([analyse(pairs)!]);
  return judge(figure!, observerBudgets['observer.response_time_p50_ratio']!);
}

test('looking on that costs nothing passes, and what costs a tenth does not', () => {
  expect(verdictOf(p50s(1, 1.001, 0.999, 1.002, 0.998, 1))).toBe('pass');
  expect(verdictOf(p50s(1.1, 1.11, 1.09, 1.1, 1.12, 1.1))).toBe('fail');
});

test('pairs that differ more than what is looked for decide nothing', () => {
  expect(verdictOf(p50s(0.8, 1.2, 0.9, 1.15, 1.05, 0.85))).toBe('inconclusive');
});

test('a load that was not answered is no pair, and without pairs there is no effect', () => {
  const [effect] = analyse([
    ...p50s(1.5, 1.5),
    { measure: 'response-time-p50', unobserved: 0, observed: 2 },
  ])!.effects;
  expect(effect).toMatchObject({ pairs: 2, ratio: 1.5 });
  expect(analyse([])).toBeUndefined();
});

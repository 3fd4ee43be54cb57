import { expect, test } from 'vitest';
import { judge } from '../../model/figure.ts';
import type { ObserverPair } from '../../model/observer-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { observerBudgets } from '../../suites/budgets.ts';
import { observerFigures } from '../figures/observer-effect.ts';
import { observerAnalysis } from './observer-effect.ts';

const side = { serviceMetrics: true, probes: [], scrapedEveryMs: null };
const sides = { unobserved: side, observed: side };

const analyse = (pairs: ObserverPair[]) =>
  observerAnalysis({
    kind: 'observer-effect',
    name: 'observer-effect',
    observations: [{ kind: 'observer', sides, pairs }],
  } as unknown as Experiment);

const p50s = (...ratios: number[]): ObserverPair[] =>
  ratios.map((ratio) => ({ measure: 'response-time-p50', round: 1, unobserved: 2, observed: 2 * ratio }));

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
    { measure: 'response-time-p50', round: 1, unobserved: 0, observed: 2 },
  ])!.effects;
  expect(effect).toMatchObject({ pairs: 2, ratio: 1.5 });
  expect(analyse([])).toBeUndefined();
});

test('starts of the processes that differ are more than their pairs can tell of', () => {
  const pairs = p50s(1.03, 1.031, 1.029, 0.99, 0.991, 0.989);
  const inRounds = pairs.map((pair, i) => ({ ...pair, round: i < 3 ? 1 : 2 }));
  const [together, apart] = [pairs, inRounds].map((some) => analyse(some)!.effects[0]!);
  expect(apart).toMatchObject({ pairs: 6, rounds: 2 });
  expect(apart!.interval!.high).toBeGreaterThan(together!.interval!.high);
  expect(apart!.interval!.method).toContain('2 starts');
});

test('how much longer it would take is said by the noise that there was', () => {
  const half = (interval: { low: number; high: number }) => Math.log(interval.high / interval.low) / 2;
  const [effect] = analyse(p50s(0.9, 1.1, 1, 1.02))!.effects;
  expect(effect!.timesAsLong).toBeCloseTo((half(effect!.interval!) / 0.01) ** 2, 9);
  expect(analyse(p50s(1.1))!.effects[0]).not.toHaveProperty('timesAsLong');
});

test('CPU time per request is a figure without a limit', () => {
  const pairs = [0.4, 0.41].map((observed) => ({
    measure: 'cpu-per-request' as const,
    round: 1,
    unobserved: 0.4,
    observed,
  }));
  const [figure] = observerFigures([analyse(pairs)!]);
  expect(figure).toMatchObject({ name: 'observer.cpu_per_request_ratio', unit: 'ratio', n: 2 });
  expect(Object.keys(observerBudgets)).not.toContain(figure!.name);
});

import { expect, test } from 'vitest';
import { emptyLedger } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { rateSweepFigures } from '../figures/rate-sweep.ts';
import { rateSweepAnalysis } from './rate-sweep.ts';
import { sweepPoint } from './sweep-point.ts';

const spec = { kind: 'rate-sweep', budgetP99Ms: 50 } as RateSweepSpec;

/** loadAt is a load of 1,000 requests at so many a second, with p99 and its interval. */
function loadAt(rps: number, p99: number, [low, high] = [p99, p99], failed = 0): LoadObservation {
  const failures = { ...emptyLedger().failures, timeout: failed };
  const ledger = { ...emptyLedger(), scheduled: 1000, sent: 1000, ok: 1000 - failed, failed, failures };
  return {
    kind: 'load',
    load: { model: 'open', ratePerSecond: rps / 3, arrivals: 'poisson' },
    valid: true,
    invalidReasons: [],
    measured: {
      durationMs: 1_000_000 / rps,
      offeredRps: rps,
      ledger,
      responseTimeMs: { p50: p99 / 10, p90: p99 / 2, p99 },
      responseTimeIntervals: { p99: { low, high, level: 0.95, method: 'test' } },
    },
  } as unknown as LoadObservation;
}

const sweep = (...observations: LoadObservation[]) =>
  rateSweepAnalysis({ kind: 'rate-sweep', name: 'sweep', observations } as unknown as Experiment, spec);

test('rates are in order, and the budget ends where the first of them does not keep it', () => {
  const analysis = sweep(loadAt(100, 5), loadAt(400, 300), loadAt(200, 9), loadAt(300, 40, [30, 60]));
  expect(analysis?.points.map(({ keepsBudget }) => keepsBudget)).toEqual(['yes', 'yes', 'cannot-tell', 'no']);
  expect(analysis).toMatchObject({ highestWithinBudgetRps: 200, lowestBeyondBudgetRps: 400 });
});

test('a higher rate that happens to keep the budget does not excuse a lower one that broke it', () => {
  expect(sweep(loadAt(100, 5), loadAt(200, 90), loadAt(300, 20))?.highestWithinBudgetRps).toBe(100);
});

test('fast answers to some do not make up for failures of others', () => {
  expect(sweepPoint(loadAt(100, 5, [5, 5], 2), 50)).toMatchObject({ keepsBudget: 'no', failedShare: 0.002 });
});

test('a sweep whose every rate keeps the budget says so, and one without rates is no analysis', () => {
  const [figure] = rateSweepFigures([sweep(loadAt(100, 5))!]);
  expect(figure).toMatchObject({ name: 'latency.highest_rate_within_budget', value: 100 });
  expect(figure?.range).toBeUndefined();
  expect(sweep()).toBeUndefined();
});

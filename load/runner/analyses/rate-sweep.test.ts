import { expect, test } from 'vitest';
import { emptyLedger } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { rateSweepFigures } from '../figures/rate-sweep.ts';
import { rateSweepAnalysis } from './rate-sweep.ts';
import { baseDoubts, isKept, sweepPoint } from './sweep-point.ts';

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

test('times that begin with the send are no response times, and the figure says so', () => {
  const sent = { ...loadAt(100, 5), responseTimeFrom: 'sent' } as LoadObservation;
  expect(sweep(sent)?.timedFrom).toBe('sent');
  expect(rateSweepFigures([sweep(sent)!])[0]?.title).toBe('highest rate with p99 ≤ 50 ms from the send');
  expect(rateSweepFigures([sweep(loadAt(100, 5))!])[0]?.title).toBe('highest rate with p99 ≤ 50 ms');
});

test('a higher rate that happens to keep the budget does not excuse a lower one that broke it', () => {
  expect(sweep(loadAt(100, 5), loadAt(200, 90), loadAt(300, 20))?.highestWithinBudgetRps).toBe(100);
});

test('fast answers to some do not make up for failures of others', () => {
  expect(sweepPoint(loadAt(100, 5, [5, 5], 2), 50)).toMatchObject({ keepsBudget: 'no', failedShare: 0.002 });
});

const never = (load: LoadObservation): LoadObservation => ({
  ...load,
  warmUpEnd: { steady: false, reason: 'p50 drifts' },
  valid: false,
  invalidReasons: [{ guard: 'warm-up', message: 'the load was not steady', found: null, limit: null }],
});

test('a rate that was never steady is not shown to keep the budget, and may be seen to break it', () => {
  const unsteady = sweepPoint(never(loadAt(200, 9)), 50);
  expect(unsteady).toMatchObject({ keepsBudget: 'cannot-tell', doubts: ['the load was not steady'] });
  expect(isKept(unsteady)).toBe(false);
  expect(sweepPoint(never(loadAt(200, 90)), 50).keepsBudget).toBe('no');
  const analysis = sweep(loadAt(100, 5), loadAt(150, 6), never(loadAt(200, 30)), never(loadAt(400, 400)));
  expect(analysis).toMatchObject({ highestWithinBudgetRps: 150, lowestBeyondBudgetRps: 400 });
  expect(analysis?.knee).toMatchObject({ belowRps: 150, fromRps: 400 });
});

test('the lowest rate must be steady for a search to begin there, but for one that the system is too slow for', () => {
  const [within, beyond] = [never(loadAt(100, 9)), never(loadAt(100, 90))];
  expect(baseDoubts(within, sweepPoint(within, 50)).map(({ guard }) => guard)).toEqual(['warm-up']);
  expect(baseDoubts(beyond, sweepPoint(beyond, 50))).toEqual([]);
});

test('a rate that was given up in its warm-up is one at which too little was answered', () => {
  const load = never(loadAt(400, 0));
  const nothing = { ...load.measured, ledger: emptyLedger(), durationMs: 0 };
  const warmUp = { ...emptyLedger(), scheduled: 2000, sent: 2000, ok: 1200, unfinished: 800 };
  const times = { startedAtMs: 1000, measuredFromMs: 6000 };
  const unanswered = { ...nothing, responseTimeMs: { p50: null, p90: null, p99: null } };
  const givenUp = { ...load, ...times, warmUp, measured: unanswered } as unknown as LoadObservation;
  expect(sweepPoint(givenUp, 50)).toMatchObject({
    offeredRps: 400,
    throughputRps: 240,
    failedShare: 0.4,
    keepsBudget: 'no',
  });
  const analysis = sweep(loadAt(100, 5), loadAt(200, 6), givenUp);
  expect(analysis).toMatchObject({ highestWithinBudgetRps: 200, lowestBeyondBudgetRps: 400 });
  expect(analysis?.knee).toMatchObject({ belowRps: 200, fromRps: 400, sign: 'achieved-rate' });
});

test('a rate at which the generator cannot be believed is not kept', () => {
  const late = { ...loadAt(200, 9), valid: false };
  expect(isKept(sweepPoint(late, 50))).toBe(false);
  expect(sweep(loadAt(100, 5), late)).toMatchObject({
    highestWithinBudgetRps: 100,
    lowestBeyondBudgetRps: null,
  });
});

test('a sweep whose every rate keeps the budget says so, and one without rates is no analysis', () => {
  const [figure] = rateSweepFigures([sweep(loadAt(100, 5))!]);
  expect(figure).toMatchObject({ name: 'latency.highest_rate_within_budget', value: 100 });
  expect(figure?.range).toBeUndefined();
  expect(sweep()).toBeUndefined();
});

import type { RateSweepAnalysis, SweepPoint } from '../../load/model/rate-sweep-analysis.ts';
import type { Experiment } from '../../load/model/result.ts';
import { loadFixture } from './fixture-load.ts';

const rates = [
  { offeredRps: 165, medianMs: 2.1, spread: 0.4 },
  { offeredRps: 330, medianMs: 2.4, spread: 0.45 },
  { offeredRps: 660, medianMs: 3.3, spread: 0.6 },
  { offeredRps: 930, medianMs: 9.8, spread: 0.9 },
];

/** sweepExperiment: four rising rates, the last beyond the budget. */
export function sweepExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'rate-sweep',
    name: 'rate-sweep',
    title: 'Rising rates',
    question: 'Up to which rate do clients get their answers within the budget?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 16_000,
    observations: rates.map(({ offeredRps, medianMs, spread }, i) =>
      loadFixture({
        seed: 40 + i,
        startedAtMs: startedAtMs + i * 4000,
        warmUpMs: 1000,
        durationMs: 2000,
        requestsPerSecond: offeredRps,
        medianMs,
        spread,
        instances: ['bookings-1'],
        disturbances: [],
        steady: i < 3,
      }),
    ),
    markers: rates.map(({ offeredRps }, i) => ({
      atMs: startedAtMs + i * 4000,
      kind: 'phase',
      label: `${offeredRps} requests/s`,
    })),
  };
}

/** sweepAnalysis: what the four rates say; the third is doubted. */
export function sweepAnalysis(): RateSweepAnalysis {
  return {
    kind: 'rate-sweep',
    experiment: 'rate-sweep',
    budgetP99Ms: 50,
    points: [
      point(165, 2.1, 5.8, 9.4),
      point(330, 2.4, 7.1, 15.2),
      {
        ...point(660, 3.3, 11.9, 31),
        keepsBudget: 'cannot-tell',
        believed: false,
        doubts: ['the generator sent late: p99 of 6.1 ms'],
      },
      { ...point(930, 9.8, 84, 402), keepsBudget: 'no', failedShare: 0.004 },
    ],
    highestWithinBudgetRps: 330,
    lowestBeyondBudgetRps: 930,
    knee: { found: true, belowRps: 660, fromRps: 930, sign: 'response-time' },
  };
}

function point(offeredRps: number, p50Ms: number, p90Ms: number, p99Ms: number): SweepPoint {
  return {
    journeysPerSecond: offeredRps / 3.3,
    offeredRps,
    throughputRps: offeredRps * 0.998,
    p50Ms,
    p90Ms,
    p99Ms,
    p99Interval: { low: p99Ms * 0.8, high: p99Ms * 1.3, level: 0.95, method: 'indicator batch means' },
    failedShare: 0,
    keepsBudget: 'yes',
    believed: true,
    doubts: [],
  };
}

/** ceilingExperiment: closed loads of 1, 6 and 32 connections. */
export function ceilingExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'ceiling',
    name: 'ceiling',
    title: 'Ceiling',
    question: 'How many requests can be answered at most, when every client asks again at once?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 9000,
    observations: [1, 6, 32].map((connections, i) => ({
      ...loadFixture({
        seed: 50 + i,
        startedAtMs: startedAtMs + i * 3000,
        warmUpMs: 1000,
        durationMs: 2000,
        requestsPerSecond: 400 + 300 * i,
        medianMs: 2 + 6 * i,
        spread: 0.5,
        instances: ['bookings-1'],
        disturbances: [],
        steady: true,
      }),
      engine: 'autocannon' as const,
      responseTimeFrom: 'sent' as const,
      load: { model: 'closed' as const, connections },
    })),
    markers: [],
  };
}

import { expect, test } from 'vitest';
import { md1Queue } from '../../stats/md1-queue.ts';
import { computedTruth, timesOf } from './computed-truth.ts';
import type { TruthCase } from './truth-case.ts';
import { truthCases } from './truth-cases.ts';

const caseOf = (name: string): TruthCase => truthCases.find((truthCase) => truthCase.name === name)!;
const truthOf = (truthCase: TruthCase) => computedTruth(truthCase, truthCase);

test('times are taken by nearest rank, and only where 10/(1−q) stand behind them', () => {
  const times = Array.from({ length: 1000 }, (_, i) => i + 1);
  expect(timesOf(times)).toEqual({ p50: 500, p90: 900, p99: 990, p999: null });
  expect(timesOf(times.slice(0, 19))).toEqual({ p50: null, p90: null, p99: null, p999: null });
});

test('requests of the warm-up are counted apart, and are none of the times', () => {
  const truth = truthOf(caseOf('fixed'));
  expect(truth).toMatchObject({ warmUpRequests: 1000, requests: 10_200 });
  for (const time of Object.values(truth.timesMs)) expect(time).toBeCloseTo(20, 6);
});

test('a stall of 200 ms in each second is seen by every fifth, evenly from all of it to nothing', () => {
  const { timesMs } = truthOf(caseOf('stall'));
  expect(timesMs.p50).toBeCloseTo(20, 6);
  expect(timesMs.p90).toBeGreaterThan(20 + 200 - 105);
  expect(timesMs.p90).toBeLessThan(20 + 200 - 95);
  expect(timesMs.p99).toBeCloseTo(20 + 190, -1);
  expect(timesMs.p999).toBeLessThanOrEqual(220);
});

test('the slow way of a bimodal server is seen by one in eight', () => {
  const { timesMs } = truthOf(caseOf('bimodal'));
  expect(Object.values(timesMs).map((time) => Math.round(time ?? 0))).toEqual([20, 100, 100, 100]);
});

test('the truth of a queue is that of its schedule; over a long one it is that of queueing theory', () => {
  const queue = caseOf('queue');
  const theory = md1Queue(54, 13);
  const long = computedTruth(queue, { ...queue, durationMs: 3_600_000 });
  expect(long.timesMs.p50! / theory.responseQuantileMs(0.5)).toBeCloseTo(1, 1);
  expect(long.timesMs.p99! / theory.responseQuantileMs(0.99)).toBeCloseTo(1, 1);
  // Evenly spaced, nobody ever waits.
  expect(computedTruth(queue, { ...queue, arrivals: 'uniform' }).timesMs.p99).toBeCloseTo(13, 6);
});

test('what is due while the machine stands still is due at its end: requests, and answers', () => {
  const fixed = { ...caseOf('fixed'), warmUpMs: 0, durationMs: 1000 };
  const truth = (...standstills: [number, number][]) =>
    computedTruth(
      fixed,
      fixed,
      standstills.map(([fromMs, toMs]) => ({ fromMs, toMs })),
    );
  // Evenly from 20 to 50 ms for the 30 that are sent meanwhile, and from 50 down to 20 for the 30 whose answers are due.
  const { timesMs } = truth([499.5, 529.5]);
  expect(timesMs.p50).toBeCloseTo(20, 6);
  expect(timesMs.p90).toBeCloseTo(20, 6);
  expect(timesMs.p99).toBeGreaterThan(40);
  expect(timesMs.p99).toBeLessThan(50);
  // The first of them is answered in the second standstill.
  expect(truth([99.5, 129.5], [149, 400]).timesMs.p99).toBeGreaterThan(250);
  // What ends before anything is due, or begins after all is answered, is not felt.
  expect(truth([-50, -1], [1500, 1600])).toEqual(truth());
});

test('a server that drops requests has no times to compare', () => {
  expect(truthOf(caseOf('losses'))).toMatchObject({ requests: 3000, timesMs: { p50: null, p99: null } });
});

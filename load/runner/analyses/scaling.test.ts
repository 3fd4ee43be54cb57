import { expect, test } from 'vitest';
import type { Experiment } from '../../model/result.ts';
import { scalingFigures } from '../figures/scaling.ts';
import { scalingAnalysis } from './scaling.ts';

/** runAt: one repetition in a stretch of five seconds of its own. */
function runAt(replicas: number, repetition: number, throughputRps: number, fromMs: number) {
  const measured = { throughputRps, p50Ms: 1, p99Ms: 9, fromMs, toMs: fromMs + 5000 };
  return { kind: 'scaling', service: 'bookings', connections: 8, replicas, repetition, ...measured };
}

/** machine: half busy in the first 20 s, full from then on. */
const machine = {
  kind: 'machine',
  cores: 2,
  clockJumps: [],
  blind: null,
  points: Array.from({ length: 60 }, (_, i) => ({
    atMs: i * 1000,
    busyShare: i < 20 ? 0.5 : 1,
    stealShare: 0,
    foreignCores: 0,
  })),
};

const analyse = (...observations: object[]) =>
  scalingAnalysis({ kind: 'scaling', name: 'scaling', observations } as unknown as Experiment)!;

test('repetitions become medians, and each is held against what the machine did meanwhile', () => {
  const { points } = analyse(runAt(1, 1, 100, 0), runAt(1, 2, 120, 6000), runAt(2, 1, 150, 30_000), machine);
  expect(points).toMatchObject([
    {
      replicas: 1,
      repetitions: 2,
      throughputRps: { median: 110, low: 100, high: 120 },
      machineBusyShare: 0.5,
    },
    { replicas: 2, repetitions: 1, machineBusyShare: 1 },
  ]);
});

test('a run that was never steady is no evidence, and a number of replicas without another is left out', () => {
  const unsteady = (run: object) => ({ ...run, steady: false });
  const runs = [runAt(1, 1, 100, 0), unsteady(runAt(1, 2, 20, 6000)), unsteady(runAt(2, 1, 30, 30_000))];
  const { points } = analyse(...runs, machine);
  expect(points.map(({ replicas, throughputRps }) => [replicas, throughputRps.median])).toEqual([[1, 100]]);
});

test('a law is fitted to three numbers of replicas, and its curve goes through what was measured', () => {
  const law = (n: number) => (100 * n) / (1 + 0.05 * (n - 1) + 0.01 * n * (n - 1));
  const runs = [1, 2, 4].flatMap((n, i) => [1, 2].map((r) => runAt(n, r, law(n), i * 10_000 + r * 5000)));
  const { usl } = analyse(...runs, machine);
  if (!usl.fitted) throw new Error(usl.reason);
  expect(usl.sigma.value).toBeCloseTo(0.05, 4);
  expect(usl.kappa.value).toBeCloseTo(0.01, 4);
  expect(usl.curve[0]).toEqual({ replicas: 1, throughputRps: usl.lambda.value });
});

test('two numbers of replicas are fitted by no law, which is said, and give throughput figures all the same', () => {
  const analysis = analyse(runAt(1, 1, 100, 0), runAt(2, 1, 101, 30_000), machine);
  expect(analysis.usl).toEqual({ fitted: false, reason: 'needs three different n, has 2' });
  expect(analysis.limit).toBe('machine');
  expect(scalingFigures([analysis]).map(({ name }) => name)).toEqual([
    'scale_out.throughput.at_1',
    'scale_out.throughput.at_2',
  ]);
});

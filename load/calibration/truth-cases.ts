import type { TruthCase } from './truth-case.ts';

const common = { ratePerSecond: 1000, seed: 1, warmUpMs: 1000, durationMs: 10_200 } as const;

/** truthCases: the servers that every contender is put before. 10.2 s at 1,000 a second are enough for a p99.9. */
export const truthCases: readonly TruthCase[] = [
  {
    ...common,
    name: 'fixed',
    title: 'takes 20 ms',
    server: { kind: 'fixed', delayMs: 20 },
    arrivals: 'uniform',
    connections: 20,
  },
  {
    ...common,
    name: 'bimodal',
    title: 'takes 20 ms, and 100 ms for every 8th request',
    server: { kind: 'bimodal', delayMs: 20, slowMs: 100, slowEvery: 8 },
    arrivals: 'uniform',
    connections: 30,
  },
  {
    ...common,
    name: 'stall',
    title: 'takes 20 ms, and stalls for 200 ms in every second',
    server: { kind: 'stalling', delayMs: 20, everyMs: 1000, fromMs: 500, stallMs: 200 },
    arrivals: 'uniform',
    connections: 20,
  },
  {
    ...common,
    name: 'pauses',
    title: 'takes 20 ms, and stands still for 40 ms about every 250 ms, as a garbage collector does',
    server: { kind: 'pausing', delayMs: 20, everyMs: 250, pauseMs: 40, seed: 7 },
    arrivals: 'poisson',
    connections: 20,
  },
  {
    ...common,
    name: 'queue',
    title: 'takes 13 ms, one request after the other, 70% busy',
    server: { kind: 'queueing', serviceMs: 13 },
    ratePerSecond: 54,
    arrivals: 'poisson',
    durationMs: 19_200,
    connections: 1,
  },
  {
    ...common,
    name: 'losses',
    title: 'closes the connection of every 20th request without an answer',
    server: { kind: 'dropping', every: 20 },
    arrivals: 'uniform',
    warmUpMs: 0,
    durationMs: 3000,
    connections: 10,
  },
];

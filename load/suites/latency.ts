import { bookingBudgets, latencyBudgets } from './budgets.ts';
import { observerEffect, type ObserverLength } from './observer-effect.ts';
import type { RateSweepSpec } from './experiments/rate-sweep.ts';
import { defineSuite, type ExperimentSpec, type SuiteSettings } from './suite.ts';
import { warmUp } from './warm-up.ts';

type LatencySettings = Pick<SuiteSettings, 'ratePerSecond' | 'durationMs' | 'warmUpMs' | 'connections'>;

/** Depth: how closely the end of the budget, the ceiling and the observer effect are looked at. */
interface Depth {
  /** sweep: from which rate on, how long each, and how often what is open at its end is halved, on a scale of ratios. */
  readonly sweep: Pick<RateSweepSpec, 'firstRatePerSecond' | 'durationMs' | 'refinements'>;
  /** ceilings: the numbers of connections that each wait for their answer. */
  readonly ceilings: readonly number[];
  readonly observer: ObserverLength;
}

/** latency: how long clients wait at a steady rate, and up to which rate that holds. */
export const latency = defineSuite({
  name: 'latency',
  title: 'Response time at a steady rate, and over rising rates to the knee',
  lasts: 'about 6 min',
  defaults: { ratePerSecond: 50, durationMs: 10_000, warmUpMs: 3_000, connections: 32 },
  budgets: { ...latencyBudgets, ...bookingBudgets },
  experiments: (settings) =>
    latencyExperiments(settings, {
      sweep: { firstRatePerSecond: settings.ratePerSecond, durationMs: settings.durationMs, refinements: 2 },
      ceilings: [1, Math.ceil(Math.sqrt(settings.connections)), settings.connections],
      observer: { rounds: 3, pairs: 2, durationMs: 3_000, settleMs: 4_000 },
    }),
});

/**
 * latencyInShort: the same experiments for a suite that has others as well. Their lengths give the thousand answers that a
 * p99 needs; the rate of the steady load is not measured again.
 */
export const latencyInShort = defineSuite({
  ...latency,
  defaults: { ratePerSecond: 50, durationMs: 8_000, warmUpMs: 3_000, connections: 32 },
  budgets: latency.make({}).budgets,
  experiments: (settings) =>
    latencyExperiments(settings, {
      sweep: {
        firstRatePerSecond: 2 * settings.ratePerSecond,
        durationMs: (settings.durationMs * 3) / 4,
        refinements: 1,
      },
      ceilings: [settings.connections],
      // One start: an interval over two or three would say less than that over its pairs.
      observer: { rounds: 1, pairs: 3, durationMs: 3_000, settleMs: 1_500 },
    }),
});

function latencyExperiments(
  { ratePerSecond, durationMs, warmUpMs, connections }: LatencySettings,
  { sweep, ceilings, observer }: Depth,
): ExperimentSpec[] {
  return [
    {
      kind: 'steady-load',
      name: 'steady-load',
      title: 'Steady load',
      question: 'How long do clients wait at a constant rate, and what memory does that take?',
      ratePerSecond,
      idleMs: 2_000,
      ...warmUp(warmUpMs, { windowMs: 5_000, mostMs: 60_000 }),
      durationMs,
      afterMs: 2_000,
    },
    {
      kind: 'rate-sweep',
      name: 'rate-sweep',
      title: 'Rising rates',
      question:
        'Up to which rate do clients get their answers within the budget, and what happens beyond it?',
      ...sweep,
      highestRatePerSecond: 3_000,
      budgetP99Ms: latencyBudgets['latency.response_time.p99']?.limit ?? 50,
      ...warmUp(warmUpMs),
    },
    {
      kind: 'ceiling',
      name: 'ceiling',
      title: 'Ceiling',
      question: 'How many requests can be answered at most, when every client asks again at once?',
      connections: [...new Set(ceilings)],
      ...warmUp(1_000, { windowMs: 2_000, mostMs: 20_000 }),
      durationMs: durationMs / 2,
    },
    observerEffect({ ratePerSecond: 2 * ratePerSecond, connections }, observer),
  ];
}

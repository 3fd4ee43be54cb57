import { bookingBudgets, latencyBudgets, observerBudgets } from './budgets.ts';
import { observerEffect } from './observer-effect.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

/** latency: how long clients wait at a steady rate, and up to which rate that holds. */
export const latency = defineSuite({
  name: 'latency',
  title: 'Response time at a steady rate, and over rising rates to the knee',
  lasts: 'about 3 min',
  defaults: { ratePerSecond: 50, durationMs: 10_000, warmUpMs: 3_000, connections: 32 },
  budgets: { ...latencyBudgets, ...observerBudgets, ...bookingBudgets },
  experiments: ({ ratePerSecond, durationMs, warmUpMs, connections }) => [
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
      firstRatePerSecond: ratePerSecond,
      highestRatePerSecond: 3_000,
      budgetP99Ms: latencyBudgets['latency.response_time.p99']?.limit ?? 50,
      refinements: 2,
      ...warmUp(warmUpMs),
      durationMs,
    },
    {
      kind: 'ceiling',
      name: 'ceiling',
      title: 'Ceiling',
      question: 'How many requests can be answered at most, when every client asks again at once?',
      connections: [...new Set([1, Math.ceil(Math.sqrt(connections)), connections])],
      ...warmUp(1_000, { windowMs: 2_000, mostMs: 20_000 }),
      durationMs: durationMs / 2,
    },
    observerEffect({ ratePerSecond: 2 * ratePerSecond, connections }),
  ],
});

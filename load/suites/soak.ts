import { limits } from '../model/limits.ts';
import { atMost, bookingBudgets, latencyBudgets, MiB, noneOf } from './budgets.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

/** soak: the same load for as long as one likes, in bounded memory: what is slow to go wrong shows here. */
export const soak = defineSuite({
  name: 'soak',
  title: 'A constant rate for a long time: latency, memory, leaks and every booking reconciled',
  lasts: 'about 30 min',
  defaults: {
    ratePerSecond: 50,
    durationMs: 30 * 60_000,
    warmUpMs: 30_000,
    leakLimitBytesPerRequest: 20,
    heapSnapshots: false,
  },
  budgets: ({ leakLimitBytesPerRequest }) => ({
    ...latencyBudgets,
    'memory.leak_slope': { comparison: '<', limit: leakLimitBytesPerRequest, correctness: false },
    'memory.leaking_replicas': noneOf,
    'memory.rss.under_load': atMost(limits.residentMemoryBytes),
    'memory.rss.after_load': atMost(limits.residentMemoryBytes),
    'memory.rss.harness.max': atMost(300 * MiB),
    'memory.rss.engine.max': atMost(300 * MiB),
    ...bookingBudgets,
  }),
  experiments: ({ durationMs, warmUpMs, ...settings }) => [
    {
      ...settings,
      ...warmUp(warmUpMs, { mostMs: 300_000 }),
      kind: 'leak',
      name: 'soak',
      title: 'Soak',
      question: 'Does anything get slower, larger or lost when the same load goes on and on?',
      idleMs: 5_000,
      plateauMs: durationMs / 6,
      blocks: 40,
      blockMs: (durationMs * 5) / 6 / 40,
      afterMs: 10_000,
    },
  ],
});

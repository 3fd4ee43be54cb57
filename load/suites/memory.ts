import { limits } from '../model/limits.ts';
import { atMost, bookingBudgets, noneOf } from './budgets.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

/**
 * blocks: readings. With 20, one verdict in twelve was that it cannot be told, of heaps that leak and of heaps that do not; a
 * reading of three replicas takes a tenth of a second.
 */
const blocks = 40;

/** memory: what the services hold, idle, under load and after it, and whether that grows with the requests they serve. */
export const memory = defineSuite({
  name: 'memory',
  title: 'Memory idle, under load and after it, by kind, and whether a replica leaks',
  lasts: 'about 2 min',
  defaults: {
    // Enough requests in two minutes for a growth of 20 bytes each to stand out of what a runtime gains by itself.
    ratePerSecond: 200,
    durationMs: 80_000,
    warmUpMs: 10_000,
    leakLimitBytesPerRequest: 20,
    heapSnapshots: false,
  },
  budgets: ({ leakLimitBytesPerRequest }) => ({
    'memory.leak_slope': { comparison: '<', limit: leakLimitBytesPerRequest, correctness: false },
    'memory.leaking_replicas': noneOf,
    'memory.rss.under_load': atMost(limits.residentMemoryBytes),
    'memory.rss.after_load': atMost(limits.residentMemoryBytes),
    ...bookingBudgets,
  }),
  experiments: ({ durationMs, warmUpMs, ...settings }) => [
    {
      ...settings,
      ...warmUp(warmUpMs, { mostMs: 60_000 }),
      kind: 'leak',
      name: 'leak',
      title: 'Memory under load, and what is left of it',
      question: 'What memory does a constant rate take, and does what is kept grow with the requests served?',
      idleMs: 2_000,
      plateauMs: durationMs / 6,
      blocks,
      blockMs: (durationMs * 5) / 6 / blocks,
      afterMs: 2_000,
    },
  ],
});

import { limits } from '../model/limits.ts';
import { atMost, bookingBudgets, latencyBudgets, never, noneOf } from './budgets.ts';
import { replacementPair } from './replacements.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

const budgets = {
  ...latencyBudgets,
  'memory.rss.under_load': atMost(limits.residentMemoryBytes),
  'memory.rss.after_load': atMost(limits.residentMemoryBytes),
  'startup.spawn_to_ready.p50': atMost(limits.spawnToReadyP50Ms),
  'startup.spawn_to_ready.max': atMost(limits.spawnToReadyMaxMs),
  'shutdown.lost_requests': never,
  'shutdown.rejected_requests': noneOf,
  'shutdown.drain_time.max': atMost(limits.drainTimeMs),
  'shutdown.time_to_not_ready.max': atMost(250),
  'shutdown.unclean_exits': noneOf,
  'shutdown.unaccounted_requests': noneOf,
  'shutdown.capacity_arrival.max': atMost(limits.capacityArrivalMs),
  ...bookingBudgets,
};

/** quick: the main job in at most 90 seconds: startup, latency, memory, and shutdown under scale-out with its control. */
export const quick = defineSuite({
  name: 'quick',
  title: 'Startup, latency, memory and graceful shutdown under scale-out',
  lasts: 'at most 90 s',
  // Small enough for two cores, large enough for a p99.
  defaults: { ratePerSecond: 100, durationMs: 15_000, warmUpMs: 8_000, replicas: [1, 3], startups: 20 },
  budgets,
  experiments: (set) => [
    {
      kind: 'startup',
      name: 'startup',
      title: 'Startup',
      question: 'How long from spawn until a replica is ready, and until its first verified answer?',
      samples: set.startups,
    },
    {
      kind: 'steady-load',
      name: 'steady-load',
      title: 'Steady load',
      question: 'How long do clients wait at a constant rate, and what memory does that take?',
      ratePerSecond: set.ratePerSecond,
      idleMs: 2_000,
      ...warmUp(set.warmUpMs, { mostMs: 24_000 }),
      durationMs: set.durationMs,
      afterMs: 3_000,
    },
    ...replacementPair(set, 'scaled'),
  ],
});

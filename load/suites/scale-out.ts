import { availableParallelism } from 'node:os';
import { limits } from '../model/limits.ts';
import { atMost, bookingBudgets, never } from './budgets.ts';
import { scaleStep } from './replacements.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

/** scaleOut: what further replicas bring, what stands in their way, and how soon they come and go. */
export const scaleOut = defineSuite({
  name: 'scale-out',
  title: 'Throughput and latency over replicas, with the Universal Scalability Law',
  lasts: 'about 4 min',
  defaults: {
    replicas: availableParallelism() >= 8 ? [1, 2, 4, 8] : [1, 2, 4],
    durationMs: 6_000,
    warmUpMs: 2_000,
    repetitions: 3,
    connections: 32,
  },
  budgets: {
    'shutdown.lost_requests': never,
    'shutdown.capacity_arrival.max': atMost(limits.capacityArrivalMs),
    ...bookingBudgets,
  },
  experiments: ({ replicas, repetitions, connections, warmUpMs, durationMs }) => [
    {
      kind: 'scaling',
      name: 'scaling',
      title: `Throughput at ${replicas.join(', ')} replicas`,
      question: 'What does each further replica bring, and what stands in its way?',
      replicas,
      repetitions,
      connections,
      // Fresh services under so many connections take some ten seconds to compile what they run.
      ...warmUp(warmUpMs, { mostMs: Math.max(5_000, 10 * warmUpMs) }),
      durationMs,
    },
    // Few enough that every number of replicas can answer them all.
    ...scaleStep({ ratePerSecond: 50, replicas }),
  ],
});

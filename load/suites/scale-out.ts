import { availableParallelism } from 'node:os';
import { bookingBudgets } from './budgets.ts';
import { defineSuite } from './suite.ts';
import { warmUp } from './warm-up.ts';

/** scaleOut: what further replicas bring, and what stands in their way. */
export const scaleOut = defineSuite({
  name: 'scale-out',
  title: 'Throughput and latency over replicas, with the Universal Scalability Law',
  lasts: 'about 3 min',
  defaults: {
    replicas: availableParallelism() >= 8 ? [1, 2, 4, 8] : [1, 2, 4],
    durationMs: 6_000,
    warmUpMs: 2_000,
    repetitions: 3,
    connections: 32,
  },
  budgets: bookingBudgets,
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
  ],
});

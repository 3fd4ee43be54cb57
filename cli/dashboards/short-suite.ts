import type { Suite } from '../../load/suites/suite.ts';
import { bookingBudgets, latencyBudgets } from '../../load/suites/budgets.ts';
import { warmUp } from '../../load/suites/warm-up.ts';

// The gateway counts the visits that it is told of beside the load, which are none of its clients'.
const { 'latency.unaccounted_requests': _, ...judged } = latencyBudgets;

const load = { ratePerSecond: 40, warmUpMs: 2_000 };

/** shortSuite: a little of everything that dashboards show: starts, load, a scale step, a restart and bookings. */
export const shortSuite: Suite = {
  name: 'dashboards-check',
  title: 'A little of everything that dashboards show',
  budgets: { ...judged, ...bookingBudgets },
  experiments: [
    {
      ...load,
      ...warmUp(2_000),
      kind: 'steady-load',
      name: 'steady-load',
      title: 'Steady load',
      question: 'What do the dashboards show of a constant rate?',
      idleMs: 1_000,
      durationMs: 16_000,
      afterMs: 1_000,
    },
    {
      ...load,
      kind: 'replacement',
      name: 'replacement',
      title: 'Scale-out 1 → 2 → 1 and rolling restart, SIGTERM',
      question: 'What do they show of replicas that come and go?',
      signal: 'SIGTERM',
      replicas: { low: 1, high: 2 },
      pauseMs: 1_000,
      graceMs: 10_000,
      heldRequests: 2,
      restarted: 'scaled',
    },
    {
      kind: 'startup',
      name: 'startup',
      title: 'Startup',
      question: 'What do they show of a start?',
      samples: 2,
    },
  ],
};

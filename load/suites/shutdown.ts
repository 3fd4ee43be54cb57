import { limits } from '../model/limits.ts';
import { atMost, bookingBudgets, never, noneOf } from './budgets.ts';
import type { ShutdownCaseName, ShutdownCaseSpec } from './experiments/shutdown-case.ts';
import { replacementPair } from './replacements.ts';
import { defineSuite } from './suite.ts';

const exactly = (limit: number) => ({ comparison: '=', limit, correctness: true }) as const;

/** CaseText: what a case is called, what it answers, and how long a replica has to end where that is not `graceMs`. */
type CaseText = Pick<ShutdownCaseSpec, 'title' | 'question'> & Partial<Pick<ShutdownCaseSpec, 'graceMs'>>;

const graceMs = 15_000;

const cases: { readonly [N in ShutdownCaseName]: CaseText } = {
  'at-once': {
    title: 'SIGTERM at the moment of being ready',
    question: 'Does a replica that is told to stop while balancers find out about it lose anything?',
  },
  'random-moments': {
    title: 'SIGTERM at random moments under load',
    question: 'Is there a moment at which a signal costs requests?',
  },
  'during-start': {
    title: 'SIGTERM during the start',
    question: 'Does a replica that is not ready yet end by itself, at whatever moment it is told to?',
  },
  'slow-request': {
    title: 'SIGTERM during a request of 5 s',
    question: 'Is a request that takes long answered before the replica ends?',
  },
  'slow-upload': {
    title: 'SIGTERM during slow uploads',
    question: 'May clients that are still sending finish, and are they answered?',
  },
  'idle-connections': {
    title: 'SIGTERM with idle keep-alive connections',
    question: 'Are idle connections closed in order, and requests that still come on them answered?',
  },
  'stuck-request': {
    title: 'SIGTERM with a request that never ends',
    question: 'Does the replica give up on it when its grace period is over, and lose nothing else?',
  },
  'second-signal': {
    title: 'SIGTERM twice',
    question:
      'Does a second signal end a replica that waits for a stuck request, at the cost of that one alone?',
  },
  'killed-after-grace': {
    title: 'SIGTERM with a request that never ends, then SIGKILL',
    question:
      'Does a replica that whoever runs it has to kill, because it is still waiting, cost that one request alone?',
    // Long after it has drained all else.
    graceMs: 2_000,
  },
};

/** shutdown: replicas that are told to stop in every awkward moment, with the control that must lose. */
export const shutdown = defineSuite({
  name: 'shutdown',
  title: 'Graceful shutdown case by case, with a scorecard and the control that must lose',
  lasts: 'about 2 min',
  defaults: { ratePerSecond: 50, warmUpMs: 1_000, replicas: [1, 3] },
  budgets: {
    'shutdown.lost_requests': never,
    'shutdown.rejected_requests': noneOf,
    'shutdown.drain_time.max': atMost(limits.graceMs),
    'shutdown.time_to_not_ready.max': atMost(250),
    'shutdown.unclean_exits': noneOf,
    'shutdown.unaccounted_requests': noneOf,
    'shutdown.capacity_arrival.max': atMost(limits.capacityArrivalMs),
    'shutdown.case.stuck_request.lost_requests': exactly(1),
    'shutdown.case.second_signal.lost_requests': exactly(1),
    'shutdown.case.killed_after_grace.lost_requests': exactly(1),
    'shutdown.cases_not_as_expected': never,
    ...bookingBudgets,
  },
  experiments: ({ ratePerSecond, warmUpMs, replicas }) => [
    ...(Object.keys(cases) as ShutdownCaseName[]).map((name) => caseSpec(name, ratePerSecond, warmUpMs)),
    ...replacementPair({ ratePerSecond, replicas }, 'all'),
  ],
});

function caseSpec(name: ShutdownCaseName, ratePerSecond: number, warmUpMs: number): ShutdownCaseSpec {
  return {
    kind: 'shutdown-case',
    name: `shutdown-${name}`,
    graceMs,
    ...cases[name],
    case: name,
    ratePerSecond,
    warmUpMs,
  };
}

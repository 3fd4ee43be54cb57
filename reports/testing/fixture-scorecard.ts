import type { Experiment } from '../../load/model/result.ts';
import type { ScorecardAnalysis, ScorecardRow } from '../../load/model/scorecard-analysis.ts';
import { loadFixture } from './fixture-load.ts';
import { stopFixture } from './fixture-replicas.ts';

/** caseExperiment: a replica that was stopped with idle connections, beside a load. */
export function caseExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'shutdown-case',
    name: 'shutdown-idle-connections',
    title: 'SIGTERM with idle keep-alive connections',
    question: 'Are idle connections closed in order, and requests that still come on them answered?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 9000,
    observations: [
      loadFixture({
        seed: 60,
        startedAtMs,
        warmUpMs: 1000,
        durationMs: 7000,
        requestsPerSecond: 120,
        medianMs: 4,
        spread: 0.4,
        instances: ['bookings-1', 'bookings-2'],
        disturbances: [],
      }),
      {
        kind: 'shutdown',
        case: 'idle-connections',
        signal: 'SIGTERM',
        expected: { lostRequests: 0, exits: ['0'], stragglers: 0 },
        stops: [stopFixture('bookings-2', 'SIGTERM', 'single-stop', startedAtMs + 4000, 0)],
        connections: {
          opened: 8,
          closed: 8,
          reset: 0,
          requests: { sent: 4, answered: 4, announced: 4, lost: 0 },
        },
        redelivered: 0,
      },
    ],
    markers: [],
  };
}

/** scorecardAnalysis: a case as expected, one that is not, one that is to end by force, and the control. */
export function scorecardAnalysis(): ScorecardAnalysis {
  return {
    kind: 'scorecard',
    rows: [
      row('shutdown-idle-connections', 'SIGTERM with idle keep-alive connections'),
      {
        ...row('shutdown-stuck-request', 'SIGTERM with a request that never ends'),
        expected: { lostRequests: 1, exits: ['3'], stragglers: 1 },
        lostRequests: 2,
        stragglers: 1,
        exits: ['3'],
        verdict: 'not-as-expected',
        deviations: ['2 requests were lost, 1 expected'],
      },
      {
        ...row('shutdown-killed-after-grace', 'SIGTERM with a request that never ends, then SIGKILL'),
        expected: { lostRequests: 1, exits: ['SIGKILL'], stragglers: null },
        lostRequests: 1,
        drainTimeMs: 2508,
        stragglers: null,
        exits: ['SIGKILL'],
        killedAfterMs: 2508,
        ended: [{ replica: 'bookings-2', served: null, answers: 96 }],
      },
      {
        ...row('kill-control', 'Control: SIGKILL in place of SIGTERM'),
        control: true,
        expected: { lostRequests: null, exits: ['SIGKILL'], stragglers: null },
        lostRequests: 8,
        timeToNotReadyMs: null,
        stragglers: null,
        exits: ['SIGKILL'],
        ended: [{ replica: 'bookings-2', served: null, answers: 96 }],
      },
    ],
  };
}

function row(experiment: string, title: string): ScorecardRow {
  return {
    experiment,
    case: experiment.replace('shutdown-', ''),
    title,
    control: false,
    expected: { lostRequests: 0, exits: ['0'], stragglers: 0 },
    stops: 2,
    lostRequests: 0,
    timeToNotReadyMs: 14,
    drainTimeMs: 812,
    stragglers: 0,
    exits: ['0'],
    oversoldSeats: 0,
    unreconciled: 0,
    redelivered: 0,
    ended: [
      { replica: 'bookings-2', served: 214, answers: 214 },
      { replica: 'bookings-3', served: 187, answers: 187 },
    ],
    verdict: 'as-expected',
    deviations: [],
  };
}

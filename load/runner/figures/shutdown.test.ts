import { expect, test } from 'vitest';
import type { Analysis } from '../../model/analysis.ts';
import { emptyLedger } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { ScorecardRow } from '../../model/scorecard-analysis.ts';
import type { IdleConnections, ShutdownObservation, Stop } from '../../model/shutdown-observation.ts';
import { shutdownFigures } from './shutdown.ts';

interface Played {
  readonly case: string;
  readonly lostByLoad?: number;
  readonly lostHeld?: number;
  readonly drainTimeMs?: number;
  readonly exitCode?: number;
  readonly expected?: Partial<ShutdownObservation['expected']>;
  readonly connections?: IdleConnections;
}

function experiment(played: Played): Experiment {
  const { lostByLoad = 0, lostHeld = 0, drainTimeMs = 700, exitCode = 0 } = played;
  const held = { requests: 5, answered: 5 - lostHeld, lost: lostHeld, failures: {} };
  const stop = { held, drainTimeMs, exitCode, exitSignal: null, forced: false, timeToNotReadyMs: 3 };
  const ledger = { ...emptyLedger(), scheduled: 100, sent: 100, ok: 100 - lostByLoad, failed: lostByLoad };
  const load = { kind: 'load', warmUp: emptyLedger(), measured: { ledger } } as unknown as LoadObservation;
  const shutdown: ShutdownObservation = {
    kind: 'shutdown',
    case: played.case,
    signal: 'SIGTERM',
    expected: { lostRequests: 0, exits: ['0'], stragglers: 0, ...played.expected },
    stops: [stop as Stop],
    connections: played.connections ?? null,
    redelivered: 0,
  };
  return { name: played.case, control: false, observations: [shutdown, load] } as unknown as Experiment;
}

const forced = { lostRequests: 1, exits: ['3'], stragglers: 1 };
const figuresOf = (played: readonly Played[], analyses: readonly Analysis[] = []) =>
  Object.fromEntries(
    shutdownFigures(played.map(experiment), analyses).map(({ name, value }) => [name, value]),
  );

test('what may lose nothing is summed up over all experiments, and what must lose a stuck request is apart', () => {
  const requests = { sent: 4, answered: 2, announced: 2, lost: 2 };
  const figures = figuresOf([
    { case: 'replacement', lostByLoad: 1 },
    { case: 'slow-upload', lostHeld: 2, drainTimeMs: 3000, exitCode: 1 },
    { case: 'idle-connections', connections: { opened: 4, closed: 4, reset: 0, requests } },
    { case: 'stuck-request', lostHeld: 1, drainTimeMs: 9000, exitCode: 3, expected: forced },
  ]);
  expect(figures).toMatchObject({
    'shutdown.lost_requests': 1 + 2 + 2,
    'shutdown.drain_time.max': 3000,
    'shutdown.unclean_exits': 1,
  });
  expect(figures).not.toHaveProperty('shutdown.capacity_arrival.max');
});

test('capacity leaves with the last answer of a replica that was scaled in, and not before its signal', () => {
  const stop = (replica: string, cause: Stop['cause'], signalledAtMs: number): Stop =>
    ({ replica, cause, signalledAtMs, held: { requests: 0, lost: 0 } }) as unknown as Stop;
  const stops = [stop('a', 'scale-in', 1000), stop('b', 'scale-in', 2000), stop('c', 'rolling-restart', 0)];
  const instances = [
    { instance: 'a', lastAnswerAtMs: 1240 },
    { instance: 'b', lastAnswerAtMs: 1990 },
    { instance: 'c', lastAnswerAtMs: 9000 },
  ];
  const { observations, ...rest } = experiment({ case: 'replacement' });
  const [shutdown, load] = observations as [ShutdownObservation, LoadObservation];
  const seen = {
    ...rest,
    observations: [
      { ...shutdown, stops },
      { ...load, instances },
    ],
  } as Experiment;
  const departure = (of: Experiment) =>
    shutdownFigures([of], []).find(({ name }) => name === 'shutdown.capacity_departure.max');
  expect(departure(seen)).toMatchObject({ value: 240, range: { low: 0, high: 240 }, n: 2 });
  expect(departure(experiment({ case: 'random-moments' }))).toBeUndefined();
});

test('an exit that the case allows is clean', () => {
  const expected = { exits: ['0', 'SIGTERM'] };
  expect(figuresOf([{ case: 'during-start', expected }])['shutdown.unclean_exits']).toBe(0);
});

function scorecard(...rows: Partial<ScorecardRow>[]): Analysis {
  const row = { control: false, stops: 1, lostRequests: 0, redelivered: 0, verdict: 'as-expected' };
  return { kind: 'scorecard', rows: rows.map((over) => ({ ...row, ...over }) as ScorecardRow) };
}

test('each case has a figure of its own, beside how many of all were not as expected', () => {
  const ended = [{ replica: 'bookings-2', served: 9, answers: 8 }];
  const counted = figuresOf([], [scorecard({ case: 'slow-upload', ended }, { control: true, ended })]);
  expect(counted['shutdown.unaccounted_requests']).toBe(1);
  const figures = figuresOf(
    [],
    [
      scorecard(
        { case: 'stuck-request', lostRequests: 1, redelivered: 2 },
        { case: 'slow-upload', lostRequests: 4, verdict: 'not-as-expected' },
        { case: 'replacement', redelivered: 1 },
        { case: 'control', control: true, lostRequests: 20, redelivered: 9 },
      ),
    ],
  );
  expect(figures).toEqual({
    'shutdown.case.stuck_request.lost_requests': 1,
    'shutdown.case.slow_upload.lost_requests': 4,
    'shutdown.cases_not_as_expected': 1,
    'shutdown.redelivered_messages': 3,
    'shutdown.unaccounted_requests': null,
  });
});

test('a case that cannot be told leaves open how many were as expected, and so do services that do not count', () => {
  const untold = { case: 'slow-upload', verdict: 'cannot-tell', redelivered: null } as const;
  expect(figuresOf([], [scorecard(untold)])).toMatchObject({
    'shutdown.cases_not_as_expected': null,
    'shutdown.redelivered_messages': null,
  });
});

import { expect, test } from 'vitest';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Observation } from '../../model/observation.ts';
import type { ReconciliationObservation } from '../../model/reconciliation-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { scorecardAnalysisSchema } from '../../model/scorecard-analysis.ts';
import type { ShutdownObservation, Stop } from '../../model/shutdown-observation.ts';
import { scorecardAnalysis } from './scorecard.ts';

function stop(over: Partial<Stop> = {}): Stop {
  return {
    service: 'bookings',
    replica: 'bookings-2',
    signal: 'SIGTERM',
    cause: 'single-stop',
    signalledAtMs: 0,
    timeToNotReadyMs: 4,
    drainTimeMs: 700,
    exitCode: 0,
    exitSignal: null,
    forced: false,
    inFlightAtSignal: 5,
    held: { requests: 5, answered: 5, lost: 0, failures: {} },
    lastLog: { served: 9, drainMs: 690, openRequests: 0, openConnections: 0 },
    ...over,
  };
}

function shutdown(stops: Stop[], over: Partial<ShutdownObservation> = {}): ShutdownObservation {
  return {
    kind: 'shutdown',
    case: 'random-moments',
    signal: 'SIGTERM',
    expected: { lostRequests: 0, exits: ['0'], stragglers: 0 },
    stops,
    connections: null,
    redelivered: 0,
    ...over,
  };
}

/** load lost so many requests, and had as many answers of bookings-2 as it is told; without, its answers have no names. */
function load(failed = 0, answers?: number): LoadObservation {
  const ledger: Ledger = { ...emptyLedger(), scheduled: 100, sent: 100, ok: 100 - failed, failed };
  const named = { instance: 'bookings-2', answers, firstAnswerAtMs: 0, lastAnswerAtMs: 1 };
  const instances = answers === undefined ? [] : [named];
  return {
    kind: 'load',
    warmUp: emptyLedger(),
    measured: { ledger },
    instances,
  } as unknown as LoadObservation;
}

function account(over: Partial<ReconciliationObservation> = {}): ReconciliationObservation {
  const none = { missingBookings: 0, resurrectedBookings: 0, unannounced: 0, projectionMismatches: 0 };
  return {
    kind: 'reconciliation',
    settled: true,
    oversoldSeats: 0,
    seatCountMismatches: 0,
    ...none,
    ...over,
  } as ReconciliationObservation;
}

function rowOf(...observations: Observation[]) {
  const experiment = { name: 'case', title: 'Case', control: false, observations } as unknown as Experiment;
  const analysis = scorecardAnalysis([experiment]);
  expect(scorecardAnalysisSchema.parse(analysis)).toEqual(analysis);
  return analysis!.rows[0]!;
}

test('a case in which all goes as it should says so, with the longest of its stops', () => {
  const row = rowOf(
    shutdown([stop(), stop({ drainTimeMs: 900, timeToNotReadyMs: null })], { redelivered: 3 }),
    load(),
    account(),
  );
  expect(row).toMatchObject({
    case: 'random-moments',
    stops: 2,
    lostRequests: 0,
    timeToNotReadyMs: 4,
    drainTimeMs: 900,
    stragglers: 0,
    exits: ['0'],
    oversoldSeats: 0,
    unreconciled: 0,
    redelivered: 3,
    verdict: 'as-expected',
    deviations: [],
  });
});

test('requests are lost by the load, by what was held, and on idle connections', () => {
  const held = { requests: 5, answered: 4, lost: 1, failures: { reset: 1 } };
  const connections = {
    opened: 2,
    closed: 2,
    reset: 0,
    requests: { sent: 2, answered: 1, announced: 1, lost: 1 },
  };
  expect(rowOf(shutdown([stop({ held })], { connections }), load(3), account())).toMatchObject({
    lostRequests: 5,
    verdict: 'not-as-expected',
    deviations: ['5 requests were lost, 0 expected'],
  });
});

const lastLog = { served: 9, drainMs: 690, openRequests: 1, openConnections: 1 };
const idle = { opened: 4, closed: 2, reset: 1, requests: { sent: 2, answered: 2, announced: 1, lost: 0 } };

test.each<[string, ShutdownObservation, ReconciliationObservation, string[]]>([
  [
    'another exit code',
    shutdown([stop({ exitCode: 3 })]),
    account(),
    ['bookings-2 ended with 3, 0 expected'],
  ],
  [
    'an end by force',
    shutdown([stop({ exitCode: null, exitSignal: 'SIGKILL', forced: true })]),
    account(),
    ['bookings-2 did not end and had to be killed'],
  ],
  ['stragglers', shutdown([stop({ lastLog })]), account(), ['1 requests were open at the end, 0 expected']],
  ['seats sold twice', shutdown([stop()]), account({ oversoldSeats: 2 }), ['2 seats were sold twice']],
  [
    'bookings that do not reconcile',
    shutdown([stop()]),
    account({ missingBookings: 1 }),
    ['1 bookings do not reconcile'],
  ],
  [
    'idle connections that were not closed in order',
    shutdown([stop()], { connections: idle }),
    account(),
    [
      '1 idle connections were broken off',
      '1 idle connections were left open',
      '1 late answers did not announce the close of their connection',
    ],
  ],
])('%s is named', (_, seen, reconciled, deviations) => {
  expect(rowOf(seen, load(), reconciled)).toMatchObject({ verdict: 'not-as-expected', deviations });
});

test('a request that only the replica or only the clients have counted is named', () => {
  // Four of the load, and five that were held.
  expect(rowOf(shutdown([stop()]), load(0, 4), account())).toMatchObject({
    verdict: 'as-expected',
    ended: [{ replica: 'bookings-2', served: 9, answers: 9 }],
  });
  expect(rowOf(shutdown([stop()]), load(0, 3), account()).deviations).toEqual([
    'bookings-2 served 9 requests by its own count, and clients had 8 answers of it',
  ]);
});

test('a forced case must lose exactly what is stuck: nothing less, and nothing more', () => {
  const expected = { lostRequests: 1, exits: ['3'], stragglers: 1 };
  const held = { requests: 1, answered: 0, lost: 1, failures: { closed: 1 } };
  const forced = shutdown([stop({ exitCode: 3, lastLog, held })], { expected });
  expect(rowOf(forced, load(), account()).verdict).toBe('as-expected');
  expect(rowOf(forced, load(1), account()).deviations).toEqual(['2 requests were lost, 1 expected']);
  const answered = shutdown([stop({ exitCode: 3, lastLog })], { expected });
  expect(rowOf(answered, load(), account()).deviations).toEqual(['0 requests were lost, 1 expected']);
});

test('a replica that is to be killed must be, when its time to end is over and not before', () => {
  const expected = { lostRequests: 1, exits: ['SIGKILL'], stragglers: null };
  const held = { requests: 1, answered: 0, lost: 1, failures: { closed: 1 } };
  const killed = { exitCode: null, exitSignal: 'SIGKILL', lastLog: null, held, drainTimeMs: 2510 };
  const row = (over: Partial<Stop>) => rowOf(shutdown([stop(over)], { expected }), load(), account());
  expect(row({ ...killed, forced: true })).toMatchObject({
    verdict: 'as-expected',
    killedAfterMs: 2510,
    stragglers: null,
    exits: ['SIGKILL'],
  });
  expect(row({ ...killed, forced: false }).deviations).toEqual([
    'bookings-2 was killed before its time to end was over',
  ]);
  expect(row({ held, exitCode: 3 })).toMatchObject({
    verdict: 'not-as-expected',
    killedAfterMs: null,
    deviations: ['bookings-2 ended with 3, SIGKILL expected'],
  });
  expect(row({}).deviations).toEqual([
    '0 requests were lost, 1 expected',
    'bookings-2 ended with 0, SIGKILL expected',
  ]);
});

test('an exit that is allowed beside another does not stand in for it', () => {
  const expected = { lostRequests: 0, exits: ['0', 'SIGTERM'], stragglers: null };
  const early = stop({ exitCode: null, exitSignal: 'SIGTERM' });
  expect(rowOf(shutdown([early, stop()], { expected }), load(), account()).verdict).toBe('as-expected');
  expect(rowOf(shutdown([early], { expected }), load(), account()).deviations).toEqual([
    'no replica ended with 0',
  ]);
});

test('a control must lose at every signal', () => {
  const expected = { lostRequests: null, exits: ['SIGKILL'], stragglers: null };
  const killed = { signal: 'SIGKILL', exitCode: null, exitSignal: 'SIGKILL', lastLog: null } as const;
  const held = { requests: 5, answered: 0, lost: 5, failures: { closed: 5 } };
  const control = (stops: Stop[]) => shutdown(stops, { signal: 'SIGKILL', expected });
  const lost = stop({ ...killed, held });
  expect(rowOf(control([lost]), load(), account())).toMatchObject({
    verdict: 'as-expected',
    stragglers: null,
  });
  expect(rowOf(control([lost, stop(killed)]), load(), account()).deviations).toEqual([
    'nothing was lost when bookings-2 was killed',
  ]);
});

test('what was cut off cannot be told, unless what was seen deviates already', () => {
  expect(rowOf(shutdown([]))).toMatchObject({
    verdict: 'cannot-tell',
    lostRequests: null,
    deviations: ['no replica was stopped', 'the load did not end', 'bookings were not reconciled'],
  });
  expect(rowOf(shutdown([stop()]), load(), account({ settled: false }))).toMatchObject({
    verdict: 'cannot-tell',
    unreconciled: null,
  });
  expect(rowOf(shutdown([stop({ exitCode: 1 })])).verdict).toBe('not-as-expected');
});

test('a run that stopped no replica has no scorecard', () => {
  expect(scorecardAnalysis([{ observations: [load()] } as unknown as Experiment])).toBeUndefined();
});

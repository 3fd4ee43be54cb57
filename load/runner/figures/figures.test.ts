import { expect, test } from 'vitest';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Observation } from '../../model/observation.ts';
import type { StartupSample } from '../../model/startup-observation.ts';
import type { ShutdownObservation, Stop } from '../../model/shutdown-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { figuresOf } from './figures.ts';

function experiment(kind: string, observations: Observation[], control = false): Experiment {
  return {
    kind,
    name: kind,
    title: kind,
    question: '',
    control,
    startedAtMs: 0,
    endedAtMs: 1,
    observations,
    markers: [],
  };
}

function ledger(sent: number, failed: number, rejected = 0): Ledger {
  const failures = { ...emptyLedger().failures, reset: failed };
  return {
    ...emptyLedger(),
    scheduled: sent,
    sent,
    ok: sent - failed - rejected,
    rejected,
    failed,
    failures,
  };
}

function load(measured: Ledger, warmUp: Ledger = emptyLedger()): LoadObservation {
  const responseTimeMs = { p50: 4, p90: 8, p99: null, p999: null, max: 20, mean: 5 };
  return {
    kind: 'load',
    warmUp,
    measured: {
      durationMs: 2000,
      ledger: measured,
      responseTimeMs,
      serviceTimeMs: responseTimeMs,
      responseTimeIntervals: {},
    },
  } as unknown as LoadObservation;
}

function stop(over: Partial<Stop>): Stop {
  return {
    exitCode: 0,
    exitSignal: null,
    forced: false,
    drainTimeMs: 700,
    timeToNotReadyMs: 5,
    held: { requests: 5, answered: 5, lost: 0, failures: {} },
    ...over,
  } as Stop;
}

function shutdown(stops: Stop[], over: Partial<ShutdownObservation> = {}): ShutdownObservation {
  const expected = { lostRequests: 0, exits: ['0'], stragglers: 0 };
  const common = { case: 'replacement', signal: 'SIGTERM', connections: null, redelivered: 0 } as const;
  return { kind: 'shutdown', ...common, expected, stops, ...over };
}

const valueOf = (experiments: Experiment[], name: string) =>
  figuresOf(experiments, [], 'bookings', {}).find((figure) => figure.name === name)?.value;

test('no experiment gives no figure, and none that was not measured', () => {
  expect(figuresOf([], [], 'bookings', {})).toEqual([]);
});

test('throughput is of answers that were right, and a percentile without enough of them says what it needs', () => {
  const figures = figuresOf([experiment('steady-load', [load(ledger(500, 10))])], [], 'bookings', {});
  expect(figures.find(({ name }) => name === 'latency.throughput')?.value).toBe(245);
  expect(figures.find(({ name }) => name === 'latency.failed_requests')?.value).toBe(10);
  expect(figures.find(({ name }) => name === 'latency.response_time.p99')).toMatchObject({
    value: null,
    note: 'needs 1000 answers, had 490',
  });
});

test('lost requests are those of the load, its warm-up included, and those held open over the signals', () => {
  const held = { requests: 5, answered: 3, lost: 2, failures: { reset: 2 } };
  const replaced = experiment('replacement', [
    shutdown([stop({ held }), stop({})]),
    load(ledger(100, 3, 4), ledger(10, 1)),
  ]);
  expect(valueOf([replaced], 'shutdown.lost_requests')).toBe(3 + 1 + 2);
  expect(valueOf([replaced], 'shutdown.rejected_requests')).toBe(4);
  expect(valueOf([replaced], 'latency.throughput')).toBeUndefined();
});

test('a control is counted apart from what it controls', () => {
  const killed = experiment(
    'control',
    [shutdown([stop({})], { signal: 'SIGKILL' }), load(ledger(100, 9))],
    true,
  );
  expect(valueOf([killed], 'shutdown.control.lost_requests')).toBe(9);
  expect(valueOf([killed], 'shutdown.lost_requests')).toBeUndefined();
});

test('a replacement that was cut off before its load ended still tells how replicas stopped', () => {
  const cut = experiment('replacement', [shutdown([stop({ drainTimeMs: 900 })])]);
  expect(valueOf([cut], 'shutdown.drain_time.max')).toBe(900);
  expect(valueOf([cut], 'shutdown.lost_requests')).toBeNull();
});

test('an exit with another code, or one that had to be forced, is unclean', () => {
  const stops = [
    stop({}),
    stop({ exitCode: 3 }),
    stop({ exitCode: null, exitSignal: 'SIGKILL', forced: true }),
  ];
  const replaced = experiment('replacement', [shutdown(stops), load(ledger(1, 0))]);
  expect(valueOf([replaced], 'shutdown.unclean_exits')).toBe(2);
});

test('startup figures are medians with an interval, and the slowest', () => {
  const samples = Array.from({ length: 20 }, (_, index) => ({
    spawnToListeningMs: 100 + index,
    spawnToReadyMs: 200 + index,
    spawnToFirstAnswerMs: null,
    laterAnswersMs: [] as number[],
  })) as StartupSample[];
  const figures = figuresOf(
    [
      experiment('startup', [
        { kind: 'startup', service: 'bookings', mode: 'cold', neighbours: null, samples },
      ]),
    ],
    [],
    'bookings',
    {
      'startup.spawn_to_ready.p50': { comparison: '<=', limit: 210, correctness: false },
    },
  );
  const ready = figures.find(({ name }) => name === 'startup.spawn_to_ready.p50');
  expect(ready).toMatchObject({ value: 209.5, n: 20, verdict: 'inconclusive' });
  expect(figures.find(({ name }) => name === 'startup.spawn_to_ready.max')?.value).toBe(219);
  expect(figures.find(({ name }) => name === 'startup.spawn_to_first_answer.p50')).toMatchObject({
    value: null,
    note: 'not measured',
  });
});

test('memory figures are medians over the samples of a phase, of the scaled service', () => {
  const point = (atMs: number, rssBytes: number) => ({
    atMs,
    rssBytes,
    pssBytes: null,
    ussBytes: null,
    heapUsedBytes: 1,
  });
  const memory: Observation = {
    kind: 'memory',
    replicas: [
      { service: 'events', replica: 'events-1', stepMs: 250, points: [point(1, 999)], highWaterBytes: null },
      {
        service: 'bookings',
        replica: 'bookings-1',
        stepMs: 250,
        points: [point(1, 10), point(2, 30), point(3, 20), point(9, 99)],
        highWaterBytes: null,
      },
    ],
    phases: [{ phase: 'idle', fromMs: 0, toMs: 5 }],
  };
  const experiments = [experiment('steady-load', [memory])];
  expect(valueOf(experiments, 'memory.rss.idle')).toBe(20);
  expect(valueOf(experiments, 'memory.pss.idle')).toBeNull();
  expect(valueOf(experiments, 'memory.rss.after_load')).toBeNull();
});

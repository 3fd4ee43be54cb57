import type { ShutdownObservation } from '../../load/model/shutdown-observation.ts';
import type { Experiment, Marker } from '../../load/model/result.ts';
import { loadFixture } from './fixture-load.ts';
import { memoryFixture, runtimeFixture, startupFixture, stopFixture } from './fixture-replicas.ts';

/** startupExperiment: cold starts of bookings. */
export function startupExperiment(samples = 20): Experiment {
  return {
    kind: 'startup',
    name: 'startup',
    title: 'Cold starts',
    question: 'How long from spawning a replica of bookings until it gives its first right answer?',
    control: false,
    startedAtMs: 800,
    endedAtMs: 9400,
    observations: [startupFixture(samples)],
    markers: [],
  };
}

/** steadyExperiment: a steady load, with memory and CPU around it. */
export function steadyExperiment(): Experiment {
  return {
    kind: 'steady-load',
    name: 'steady-load',
    title: 'Steady load',
    question: 'How long do visitors wait for answers at a fixed rate, and what memory does it take?',
    control: false,
    startedAtMs: 11_000,
    endedAtMs: 41_000,
    observations: [
      loadFixture({
        seed: 21,
        startedAtMs: 14_000,
        warmUpMs: 5000,
        durationMs: 18_000,
        requestsPerSecond: 150,
        medianMs: 3.9,
        spread: 0.34,
        instances: ['bookings-1', 'events-1'],
        disturbances: [{ atMs: 25_500, factor: 5, lost: 0 }],
        steady: true,
      }),
      memoryFixture(11_000, 14_000, 37_000, 41_000),
      runtimeFixture(11_000, 14_000, 37_000, 41_000),
    ],
    markers: [
      { atMs: 14_000, kind: 'phase', label: 'warm-up' },
      { atMs: 19_000, kind: 'phase', label: 'measured' },
      { atMs: 37_000, kind: 'phase', label: 'quiet' },
    ],
  };
}

const restarted = ['bookings-1', 'bookings-2', 'bookings-3'];

/** scaleExperiment: 1 → 3 → 1 replicas and a rolling restart, under load. */
export function scaleExperiment(): Experiment {
  const stops = [
    ...restarted.map((replica, i) =>
      stopFixture(replica, 'SIGTERM', 'rolling-restart', 52_000 + i * 2300, 0),
    ),
    stopFixture('bookings-5', 'SIGTERM', 'scale-in', 61_000, 0),
    stopFixture('bookings-6', 'SIGTERM', 'scale-in', 62_100, 0),
  ];
  const additions = [
    { replica: 'bookings-2', cause: 'scale-out' as const, requestedAtMs: 47_000 },
    { replica: 'bookings-3', cause: 'scale-out' as const, requestedAtMs: 47_012 },
    ...restarted.map((_, i) => ({
      replica: `bookings-${4 + i}`,
      cause: 'rolling-restart' as const,
      requestedAtMs: 51_400 + i * 2300,
    })),
  ].map((addition, i) => ({
    ...addition,
    service: 'bookings',
    readyAtMs: addition.requestedAtMs + 214 + i * 6,
    firstAnswerAtMs: addition.requestedAtMs + 480 + i * 11,
  }));
  return {
    kind: 'replacement',
    name: 'scale-and-restart',
    title: 'Scale-out 1 → 3 → 1 and rolling restart under load',
    question: 'Does anything get lost while replicas of bookings come and go?',
    control: false,
    startedAtMs: 43_000,
    endedAtMs: 66_500,
    observations: [
      loadFixture({
        seed: 22,
        startedAtMs: 44_000,
        warmUpMs: 2000,
        durationMs: 19_000,
        requestsPerSecond: 150,
        medianMs: 4.3,
        spread: 0.4,
        instances: ['bookings-1', 'bookings-2', 'bookings-3', 'bookings-4', 'bookings-5', 'bookings-6'],
        disturbances: [47_000, 51_500, 54_000, 56_300, 61_100].map((atMs) => ({ atMs, factor: 4, lost: 0 })),
      }),
      {
        kind: 'shutdown',
        case: 'replacement',
        signal: 'SIGTERM',
        expected: { lostRequests: 0, exits: ['0'], stragglers: 0 },
        stops,
        connections: null,
        redelivered: 0,
      },
      { kind: 'capacity', additions },
      {
        kind: 'reconciliation',
        settled: true,
        acknowledgedBookings: 812,
        acknowledgedCancellations: 79,
        storedBookings: 812,
        missingBookings: 0,
        resurrectedBookings: 0,
        unacknowledgedBookings: 0,
        oversoldSeats: 0,
        unannounced: 0,
        projectionMismatches: 0,
        seatCountMismatches: 0,
        details: [],
      },
    ],
    markers: [
      { atMs: 44_000, kind: 'phase', label: 'one replica' },
      { atMs: 47_000, kind: 'scale', label: '1 → 3' },
      { atMs: 51_400, kind: 'phase', label: 'rolling restart' },
      { atMs: 61_000, kind: 'scale', label: '3 → 1' },
      ...additions.flatMap((a): Marker[] => [
        marker(a.requestedAtMs, 'replica-requested', a.replica),
        marker(a.readyAtMs, 'replica-ready', a.replica),
      ]),
      ...stops.flatMap((s): Marker[] => [
        marker(s.signalledAtMs, 'replica-signalled', s.replica),
        marker(s.signalledAtMs + s.drainTimeMs, 'replica-exited', s.replica),
      ]),
    ].sort((a, b) => a.atMs - b.atMs) as Marker[],
  };
}

/** controlExperiment: the same with SIGKILL, which must lose requests. */
export function controlExperiment(lost = 4): Experiment {
  const stops: ShutdownObservation['stops'] = [
    stopFixture('bookings-2', 'SIGKILL', 'rolling-restart', 70_000, Math.min(5, lost)),
    stopFixture('bookings-1', 'SIGKILL', 'scale-in', 71_500, Math.min(5, lost)),
  ];
  return {
    kind: 'replacement',
    name: 'kill-control',
    title: 'Control: SIGKILL in place of SIGTERM',
    question: 'Would the measurement notice lost requests?',
    control: true,
    startedAtMs: 67_500,
    endedAtMs: 74_200,
    observations: [
      loadFixture({
        seed: 23,
        startedAtMs: 68_000,
        warmUpMs: 1000,
        durationMs: 5000,
        requestsPerSecond: 150,
        medianMs: 4.1,
        spread: 0.36,
        instances: ['bookings-1', 'bookings-2'],
        disturbances: [70_000, 71_500].map((atMs) => ({ atMs, factor: 3, lost: lost === 0 ? 0 : 3 })),
      }),
      {
        kind: 'shutdown',
        case: 'control',
        signal: 'SIGKILL',
        expected: { lostRequests: null, exits: ['SIGKILL'], stragglers: null },
        stops,
        connections: null,
        redelivered: 2,
      },
    ],
    markers: stops.flatMap((s): Marker[] => [
      marker(s.signalledAtMs, 'replica-signalled', s.replica),
      marker(s.signalledAtMs + s.drainTimeMs, 'replica-exited', s.replica),
    ]),
  };
}

function marker(atMs: number, kind: Marker['kind'], replica: string): Marker {
  return { atMs, kind, label: `${replica} ${kind.replace('replica-', '')}`, service: 'bookings', replica };
}

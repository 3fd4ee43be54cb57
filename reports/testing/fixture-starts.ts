import type { LateStart } from '../../load/model/late-database-observation.ts';
import type { Experiment } from '../../load/model/result.ts';
import type { StartupObservation } from '../../load/model/startup-observation.ts';
import { startupFixture } from './fixture-replicas.ts';

/** warmExperiment: cold and warm starts in turns, with what the first requests took. */
export function warmExperiment(startedAtMs: number): Experiment {
  return {
    ...base(startedAtMs, 9000),
    kind: 'startup',
    name: 'startup',
    title: 'Startup, cold and warm in turns',
    question:
      'How long from spawn until ready and first verified answer, and what does a compile cache save?',
    observations: [
      withRequests(startupFixture(20)),
      { ...slower(withRequests(startupFixture(20)), 0.86), mode: 'warm' },
    ],
  };
}

/** contendedExperiment: starts beside two busy processes. */
export function contendedExperiment(startedAtMs: number): Experiment {
  return {
    ...base(startedAtMs, 8000),
    kind: 'startup',
    name: 'startup-contended',
    title: 'Startup beside a busy process per core',
    question: 'How long does a start take on a machine that has no core to spare?',
    observations: [{ ...slower(startupFixture(20), 1.9), neighbours: { processes: 2, cpuShare: 0.62 } }],
  };
}

/** lateExperiment: databases that come late; the last replica did not hold out. */
export function lateExperiment(startedAtMs: number): Experiment {
  return {
    ...base(startedAtMs, 12_000),
    kind: 'late-database',
    name: 'late-database',
    title: 'The database coming late',
    question: 'Does a replica hold out without its databases, and how soon is it ready once they answer?',
    observations: [
      {
        kind: 'late-database',
        service: 'bookings',
        starts: Array.from({ length: 6 }, (_, i) => lateStart(startedAtMs, i)),
      },
    ],
  };
}

function base(startedAtMs: number, durationMs: number) {
  return { control: false, startedAtMs, endedAtMs: startedAtMs + durationMs, markers: [] };
}

function withRequests(startup: StartupObservation): StartupObservation {
  return {
    ...startup,
    samples: startup.samples.map((sample, i) => ({
      ...sample,
      firstAnswerTookMs: 24 + (i % 7),
      laterAnswersMs: Array.from({ length: 50 }, (_, k) => 0.8 + 3 / (k + 1) + (i % 3) * 0.1),
    })),
  };
}

function slower(startup: StartupObservation, factor: number): StartupObservation {
  return {
    ...startup,
    samples: startup.samples.map((sample) => ({
      ...sample,
      spawnToListeningMs: sample.spawnToListeningMs * factor,
      spawnToReadyMs: sample.spawnToReadyMs * factor,
      spawnToFirstAnswerMs:
        sample.spawnToFirstAnswerMs === null ? null : sample.spawnToFirstAnswerMs * factor,
    })),
  };
}

function lateStart(startedAtMs: number, i: number): LateStart {
  const spawnedAtMs = startedAtMs + i * 1900;
  const databaseAtMs = spawnedAtMs + 600 + i * 190;
  const failed = i === 5;
  return {
    service: 'bookings',
    replica: `bookings-l${i + 1}`,
    way: i % 2 === 0 ? 'refuses' : 'hangs',
    spawnedAtMs,
    databaseAtMs,
    readyAtMs: failed ? null : databaseAtMs + 21 + i * 17,
    readyTooSoon: false,
    reasons: ['database'],
    liveness: { asked: 12 + i * 4, failed: 0 },
    failure: failed ? 'it ended with exit code 1' : null,
  };
}

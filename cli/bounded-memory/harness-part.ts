import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { storedJournal } from '../../load/engines/process/journal-file.ts';
import type { LoadObservation } from '../../load/model/load-observation.ts';
import type { MemoryPoint } from '../../load/model/memory-observation.ts';
import type { Observation } from '../../load/model/observation.ts';
import { resultSchemaVersion, type Experiment, type RunResult } from '../../load/model/result.ts';
import { together } from '../../load/probes/memory-point.ts';
import { Thinning } from '../../load/probes/thinned.ts';
import { readEnvironment } from '../../load/runner/environment.ts';
import { accountOf } from '../../load/runner/experiments/load-under-way.ts';
import { figuresOf } from '../../load/runner/figures/figures.ts';
import { writeResult } from '../../load/runner/write-result.ts';
import {
  comparedBookings,
  type ComparedBookings,
  type StoredBooking,
} from '../../load/subjects/booking-platform/compared-bookings.ts';
import { detailsShown, reconcile } from '../../load/subjects/booking-platform/reconcile.ts';
import { writeReports } from '../../reports/write-report.ts';
import { partFiles } from './files.ts';

/** harnessPart does with those outcomes what a run does: reconcile every booking, compute, write result and reports. */
export async function harnessPart(directory: string): Promise<string> {
  const files = partFiles(directory);
  const load = JSON.parse(readFileSync(files.observation, 'utf8')) as LoadObservation;
  using journal = storedJournal(files.journal);
  const compared = await comparedBookings(accountOf(journal), storedIn(files.stored), detailsShown);
  const observations = [load, memoryOf(load), reconciled(compared)];
  const result = await resultOf(observations, load.endedAtMs);
  await writeResult(result, directory);
  await writeReports(result, directory);
  return `${compared.acknowledgedBookings} bookings and ${compared.acknowledgedCancellations} cancellations reconciled, ${compared.missing} missing`;
}

async function* storedIn(path: string): AsyncGenerator<StoredBooking> {
  for await (const line of createInterface({ input: createReadStream(path) }))
    yield JSON.parse(line) as StoredBooking;
}

/** memoryOf: five processes that were looked at four times a second all the time. */
function memoryOf({ startedAtMs, endedAtMs }: LoadObservation): Observation {
  const replicas = ['gateway', 'events', 'bookings', 'engine', 'harness'].map((service) => {
    const points = new Thinning<MemoryPoint>(together);
    for (let atMs = startedAtMs; atMs < endedAtMs; atMs += 250) {
      const rssBytes = 100e6 + (atMs % 7919) * 1000;
      points.add({ atMs, rssBytes, pssBytes: rssBytes, ussBytes: null, heapUsedBytes: rssBytes / 4 });
    }
    const { points: kept, looks } = points.series();
    return {
      service,
      replica: `${service}-1`,
      stepMs: 250 * looks,
      points: kept,
      highWaterBytes: 200e6,
    };
  });
  const phases = [{ phase: 'under_load' as const, fromMs: startedAtMs, toMs: endedAtMs }];
  return { kind: 'memory', replicas, phases };
}

function reconciled(compared: ComparedBookings): Observation {
  const messages = {
    published: { eventBooked: compared.active + compared.cancelled, bookingCancelled: compared.cancelled },
    consumed: {},
  };
  const common = { events: 0, eventSeats: [], outboxPending: 0, messages };
  const bookings = { active: compared.active, cancelled: compared.cancelled };
  return reconcile(
    compared,
    { ...common, service: 'bookings', bookings, oversoldSeats: 0, brokerPending: 0 },
    { ...common, service: 'events' },
    true,
  );
}

async function resultOf(observations: Observation[], endedAtMs: number): Promise<RunResult> {
  const title = 'Soak';
  const experiment: Experiment = {
    kind: 'leak',
    name: 'soak',
    title,
    question: '',
    control: false,
    startedAtMs: 0,
    endedAtMs,
    observations,
    markers: [],
  };
  return {
    schemaVersion: resultSchemaVersion,
    tool: 'rehearse',
    suite: 'soak',
    state: 'complete',
    startedAt: new Date().toISOString(),
    durationMs: endedAtMs,
    settings: {},
    environment: await readEnvironment([], 0, { pinning: 'none' }),
    planned: [{ kind: 'leak', name: 'soak', title }],
    experiments: [experiment],
    analyses: [],
    figures: figuresOf([experiment], [], 'bookings', {}),
    warnings: [],
    invalidReasons: [],
  };
}

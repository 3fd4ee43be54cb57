import { Door } from '../../backing/door.ts';
import { randomOf, Stream } from '../../engines/paced/random.ts';
import {
  type LateDatabaseWay,
  lateDatabaseWays,
  type LateStart,
} from '../../model/late-database-observation.ts';
import { measureLateStart } from '../../probes/late-start.ts';
import type { LateDatabaseSpec } from '../../suites/experiments/late-database.ts';
import { freshDatabases } from '../fresh-databases.ts';
import { pause } from '../pause.ts';
import type { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { startSystemOn, type StartedSystem } from './started-system.ts';

/** lateDatabase starts the scaled service alone, again and again, before a door that lets it at its databases later. */
export async function lateDatabase(spec: LateDatabaseSpec, run: Run, recording: Recording): Promise<string> {
  await using teardown = new AsyncDisposableStack();
  const service = run.subject.scaled;
  const starts: LateStart[] = [];
  teardown.defer(() => recording.add({ kind: 'late-database', service, starts }));
  const { target, door } = await systemBehindDoor(spec, run, recording, teardown);
  const random = randomOf(run.seed, Stream.starts, 1);
  for (let round = 0; round < spec.samples; round += 1) {
    for (const way of lateDatabaseWays) {
      const lateMs = spec.lateMs.min + random() * (spec.lateMs.max - spec.lateMs.min);
      starts.push(await startLate(run, { target, door }, way, lateMs));
      run.progress.tell(progressLine(starts));
    }
  }
  return `${progressLine(starts)} after its databases`;
}

async function systemBehindDoor(
  spec: LateDatabaseSpec,
  run: Run,
  recording: Recording,
  teardown: AsyncDisposableStack,
): Promise<{ target: StartedSystem['target']; door: Door }> {
  const databases = await freshDatabases(run.backing, run.subject, spec.name, teardown);
  const door = await Door.before(databases(run.subject.databases[0] ?? ''), run.backing.replicasFindUsAt);
  teardown.defer(() => door.refuse());
  const topology = { replicas: { [run.subject.scaled]: 0 } };
  const behind = (name: string) => door.through(databases(name));
  const { target } = await startSystemOn(run, behind, topology, recording, teardown);
  return { target, door };
}

async function startLate(
  run: Run,
  { target, door }: { target: StartedSystem['target']; door: Door },
  way: LateDatabaseWay,
  lateMs: number,
): Promise<LateStart> {
  await (way === 'hangs' ? door.hang() : door.refuse());
  const replica = await target.launchReplica(run.subject.scaled);
  try {
    const late = () => pause(lateMs, run.interrupted);
    return await measureLateStart({ replica, way, clock: run.clock, late, arrive: () => door.open() });
  } finally {
    await replica.stop('SIGKILL', 0);
  }
}

function progressLine(starts: readonly LateStart[]): string {
  const waits = starts.flatMap(({ readyAtMs, databaseAtMs }) =>
    readyAtMs === null ? [] : readyAtMs - databaseAtMs,
  );
  return `${waits.length} of ${starts.length} ready, the slowest ${Math.max(0, ...waits).toFixed(0)} ms`;
}

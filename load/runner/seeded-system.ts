import type { Backing, StartedBacking } from '../backing/backing.ts';
import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import type { Equipment, Prepared, Subject, Topology } from '../subjects/subject.ts';
import type { StartedTarget, Target } from '../targets/target.ts';
import { newDatabases } from './fresh-databases.ts';
import type { Progress } from './progress.ts';

/** startDeadlineMs: how long a replica may take to be ready before the start is given up; far beyond any budget. */
export const startDeadlineMs = 30_000;

/** SystemOrder: what is needed to have a subject standing. */
export interface SystemOrder {
  readonly subject: Subject;
  readonly target: Target;
  readonly backing: Backing;
  readonly guard: Guard;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
}

/** SeededSystem: a subject that runs and holds demo data. */
export interface SeededSystem {
  readonly backing: StartedBacking;
  readonly equipment: Equipment;
  readonly target: StartedTarget;
  readonly prepared: Prepared;
}

/**
 * seededSystem builds the subject, starts its databases, starts its services and fills them through their own front
 * door. `databasesEnd` gets what ends databases and directory, `servicesEnd` what ends the services; they may be one.
 */
export async function seededSystem(
  order: SystemOrder,
  clock: RunClock,
  topology: Topology,
  databasesEnd: AsyncDisposableStack,
  servicesEnd: AsyncDisposableStack,
): Promise<SeededSystem> {
  const { subject, progress, guard, interrupted } = order;
  progress.tell('building the services');
  await subject.build(order.target.form, interrupted);
  progress.tell('starting the database');
  const backing = await order.backing.start({ guard, signal: interrupted });
  databasesEnd.defer(() => backing.stop());
  const databases = await newDatabases(backing, subject);
  const directory = await guard.makeDirectory('run');
  databasesEnd.defer(() => guard.removeDirectory(directory));
  await subject.equip(directory);
  const equipment = { databases, directory };
  progress.tell('migrating');
  await subject.migrate(databases);
  interrupted.throwIfAborted();
  progress.tell('starting the services');
  const target = await order.target.start(subject.system(equipment, topology), {
    clock,
    guard,
    startDeadlineMs,
    signal: interrupted,
  });
  servicesEnd.defer(async () => void (await target.stop()));
  progress.tell('seeding');
  const prepared = await subject.seed(target.entryUrl, equipment);
  return { backing, equipment, target, prepared };
}

/** oneOfEach: the smallest topology of a subject. */
export function oneOfEach(subject: Subject): Record<string, number> {
  return Object.fromEntries(subject.services.map((service) => [service, 1]));
}

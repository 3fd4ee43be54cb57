import type { StartedBacking } from '../backing/backing.ts';
import type { RunClock } from '../model/clock.ts';
import type { ImageUsed } from '../model/environment.ts';
import type { Prepared } from '../subjects/subject.ts';
import { oneOfEach, seededSystem, type SystemOrder } from './seeded-system.ts';

/** PreparedSubject: what all experiments of a run start from. */
export interface PreparedSubject {
  readonly prepared: Prepared;
  readonly backing: StartedBacking;
  readonly directory: string;
  readonly images: readonly ImageUsed[];
}

/**
 * prepare has the subject filled once through its own front door, and leaves its databases as templates that every
 * experiment clones. `teardown` ends the databases and the run's directory.
 */
export async function prepare(
  order: SystemOrder,
  clock: RunClock,
  teardown: AsyncDisposableStack,
): Promise<PreparedSubject> {
  order.progress.begin('Prepare');
  await using services = new AsyncDisposableStack();
  const topology = { replicas: oneOfEach(order.subject) };
  const system = await seededSystem(order, clock, topology, teardown, services);
  const { prepared, backing, equipment, target } = system;
  const images = [...target.images];
  await services.disposeAsync();
  order.progress.end(`${backing.name} ${backing.version}, ${order.subject.name} seeded`);
  return { prepared, backing, directory: equipment.directory, images };
}

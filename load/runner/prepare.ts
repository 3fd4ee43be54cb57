import type { StartedBacking } from '../backing/backing.ts';
import type { RunClock } from '../model/clock.ts';
import type { Prepared } from '../subjects/subject.ts';
import { oneOfEach, seededSystem, type SystemOrder } from './seeded-system.ts';

/**
 * prepare has the subject filled once through its own front door, and leaves its databases as templates that every
 * experiment clones. `teardown` ends the databases and the run's directory.
 */
export async function prepare(
  order: SystemOrder,
  clock: RunClock,
  teardown: AsyncDisposableStack,
): Promise<{ prepared: Prepared; backing: StartedBacking; directory: string }> {
  order.progress.begin('Prepare');
  await using services = new AsyncDisposableStack();
  const topology = { replicas: oneOfEach(order.subject) };
  const { prepared, backing, equipment } = await seededSystem(order, clock, topology, teardown, services);
  await services.disposeAsync();
  order.progress.end(`${backing.name} ${backing.version}, ${order.subject.name} seeded`);
  return { prepared, backing, directory: equipment.directory };
}

import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ContainerOrder } from '../../containers/container-options.ts';
import type { ServiceSpec } from '../../model/system.ts';
import type { LaunchOrder } from '../launcher.ts';

/**
 * sharedPaths: what of this machine a container sees, under the same paths, so that its environment may name them as
 * that of a process does. Its program may be another user here: what it may write to, everybody may who comes as far.
 */
export async function sharedPaths(
  { container }: ServiceSpec,
  { directories, discoveryFile }: LaunchOrder,
): Promise<ContainerOrder['mounts']> {
  for (const directory of directories) await chmod(directory, 0o777);
  return [
    { path: dirname(discoveryFile), writable: false },
    ...(container?.files ?? []).map((path) => ({ path, writable: false })),
    ...directories.map((path) => ({ path, writable: true })),
  ];
}

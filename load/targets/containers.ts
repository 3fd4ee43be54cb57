import type { ContainerNetwork } from '../containers/container-network.ts';
import type { SystemSpec } from '../model/system.ts';
import { ContainerLauncher } from './containers/container-launcher.ts';
import { fromImage } from './containers/from-image.ts';
import { inDirectory } from './in-directory.ts';
import { LocalTarget, type StartedLocalTarget } from './local-target.ts';
import type { StartOptions, Target } from './target.ts';

/**
 * containersTarget starts each replica in a container of its own, from an image, in a network that goes with the last
 * of them. They are found under their addresses in that network, on the Docker engine of this machine. A replica's
 * spawn is the moment at which Docker is told to start a container that it has created: what follows are the network
 * and namespaces, which Docker sets up, and the program's own start.
 */
export function containersTarget(network: ContainerNetwork): Target {
  return {
    name: 'containers',
    form: 'container',
    processes: network.processes,
    start: (system: SystemSpec, options: StartOptions): Promise<StartedLocalTarget> =>
      inDirectory(options, async (directory, logs) => {
        const joined = await network.join(options.guard);
        const launcher = new ContainerLauncher(joined, options.clock, fromImage);
        return new LocalTarget({ ...options, system, launcher, directory, logs }).start();
      }),
  };
}

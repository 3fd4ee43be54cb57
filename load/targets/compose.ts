import type { ComposeStack } from '../containers/compose-stack.ts';
import type { SystemSpec } from '../model/system.ts';
import { fromStack } from './compose/from-stack.ts';
import { ContainerLauncher } from './containers/container-launcher.ts';
import { inDirectory } from './in-directory.ts';
import { LocalTarget, type StartedLocalTarget } from './local-target.ts';
import type { StartOptions, Target } from './target.ts';

/**
 * composeTarget starts replicas in a compose stack that runs, each made as the stack's own were, which stand still
 * meanwhile and run again afterwards. They carry the names and labels of the stack: its gateway and Prometheus find them
 * by DNS, and its end is theirs. No port of this machine is theirs; they are found at their addresses in its network.
 */
export function composeTarget(stack: ComposeStack): Target {
  return {
    name: 'compose',
    form: 'container',
    oneSystem: true,
    processes: stack.processes,
    start: (system: SystemSpec, options: StartOptions): Promise<StartedLocalTarget> =>
      inDirectory(options, async (directory, logs) => {
        const joined = await stack.join(options.guard);
        const launcher = new ContainerLauncher(joined, options.clock, fromStack(joined));
        return new LocalTarget({ ...options, system, launcher, directory, logs }).start();
      }),
  };
}

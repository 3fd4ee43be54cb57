import type { BorrowedStack } from '../../containers/compose-stack.ts';
import type { ServiceSpec } from '../../model/system.ts';
import type { Recipe } from '../containers/container-launcher.ts';
import { sharedPaths } from '../containers/shared-paths.ts';
import { environmentOf } from '../placeholders.ts';

/**
 * fromStack makes a further replica of a service of a stack, as the stack has it: its image, command, limits, networks
 * and environment, to which comes what the run says. Only where others are found, the stack knows better.
 */
export function fromStack(stack: Pick<BorrowedStack, 'sibling'>): Recipe {
  return async (spec, order, values) => {
    const sibling = stack.sibling(spec.name, order.announced);
    const { Image, Env, Cmd } = sibling.of.Config;
    const told = environmentOf(withoutDiscovery(spec), values, order.environment, {});
    return {
      title: order.name,
      image: Image,
      args: Cmd ?? [],
      mounts: await sharedPaths(spec, order),
      environment: { ...recordOf(Env), ...told },
      logFile: order.logFile,
      sibling,
    };
  };
}

function recordOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
}

function withoutDiscovery(spec: ServiceSpec): ServiceSpec {
  const kept = Object.entries(spec.env).filter(([, value]) => !value.includes('{discoveryFile}'));
  return { ...spec, env: Object.fromEntries(kept) };
}

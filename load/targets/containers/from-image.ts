import { Problem } from '../../model/problem.ts';
import type { ContainerSpec, ServiceSpec } from '../../model/system.ts';
import { environmentOf } from '../placeholders.ts';
import type { Recipe } from './container-launcher.ts';
import { sharedPaths } from './shared-paths.ts';

/** fromImage makes a replica from the image that its service names. */
export const fromImage: Recipe = async (spec, order, values) => {
  const { image, args } = imageOf(spec);
  return {
    title: order.name,
    image,
    args,
    mounts: await sharedPaths(spec, order),
    environment: environmentOf(spec, values, order.environment, {}),
    logFile: order.logFile,
  };
};

function imageOf({ name, container, port }: ServiceSpec): ContainerSpec {
  if (container === undefined)
    throw new Problem('usage', `${name} has no image to be started as a container.`, {
      next: 'Name one in its specification, or use --target process.',
    });
  if (port !== undefined)
    throw new Problem('usage', `${name} cannot have port ${port} of this machine in a container.`, {
      next: 'Use --target process.',
    });
  return container;
}

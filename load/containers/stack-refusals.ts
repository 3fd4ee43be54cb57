import { Problem } from '../model/problem.ts';
import { nameOf, type Part } from './compose-parts.ts';
import type { Engine } from './engine.ts';

const upAnew = 'End it with rehearse down, then start it again with rehearse up.';

/**
 * refuseUnlessWhole throws a Problem where a stack is not there, where another run has borrowed it, or where a replica of
 * a service is missing or does not run. `runLabel` is what the containers of a run carry.
 */
export function refuseUnlessWhole(
  project: string,
  services: readonly string[],
  parts: readonly Part[],
  runLabel: string,
): void {
  if (parts.length === 0) {
    throw new Problem('usage', `the stack "${project}" is not up.`, {
      next: 'Start it with rehearse up, or use --target containers, which needs none.',
    });
  }
  if (parts.some(({ inspected }) => runLabel in inspected.Config.Labels)) {
    throw new Problem('usage', `another run is at work on the stack "${project}".`, {
      next: 'Wait for its end; if there is none, set it up again with rehearse down and rehearse up.',
    });
  }
  const missing = services.filter((name) => !parts.some(({ service }) => service === name));
  const still = parts.filter(
    ({ service, inspected }) => services.includes(service) && !inspected.State.Running,
  );
  if (missing.length + still.length === 0) return;
  const wrong = [
    ...still.map((part) => `${nameOf(part)} does not run`),
    ...missing.map((service) => `${service} is missing`),
  ];
  throw new Problem('usage', `the stack "${project}" is half up: ${wrong.join(', ')}.`, { next: upAnew });
}

/** refuseOtherBuild throws a Problem where a container runs something else than its image is now. */
export async function refuseOtherBuild(engine: Engine, project: string, part: Part): Promise<void> {
  const { Image, Config } = part.inspected;
  const [runs, named] = await Promise.all([Image, Config.Image].map((name) => contentsOf(engine, name)));
  if (runs !== undefined && runs === named) return;
  throw new Problem(
    'usage',
    `the stack "${project}" runs another build of ${part.service} than this one (${Config.Image}).`,
    { next: `${upAnew} Or use --target containers.` },
  );
}

/** contentsOf tells images apart by what they hold, as their digest may hold when they were built. */
async function contentsOf({ client }: Engine, image: string): Promise<string | undefined> {
  try {
    const { RootFS, Config } = await client.container.dockerode.getImage(image).inspect();
    const { Entrypoint, Cmd, Env, User } = Config;
    return JSON.stringify([RootFS.Layers, Entrypoint, Cmd, Env, User]);
  } catch {
    return undefined;
  }
}

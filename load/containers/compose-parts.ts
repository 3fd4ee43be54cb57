import type { Inspected } from './container-options.ts';
import type { Engine } from './engine.ts';

/** composeLabels: what both Composes put on a container of a project. */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
} as const;

/** Part: one container of a compose project. */
export interface Part {
  readonly service: string;
  readonly number: number;
  readonly inspected: Inspected;
}

/** partsOf gives every container of a project but those of `compose run`, ended ones among them, by number. */
export async function partsOf({ client }: Engine, project: string): Promise<Part[]> {
  const listed = await client.container.dockerode.listContainers({
    all: true,
    filters: { label: [`${composeLabels.project}=${project}`] },
  });
  const inspected = await Promise.all(
    listed.map(({ Id }) => client.container.getById(Id).inspect().catch(unlessGone)),
  );
  return inspected
    .flatMap((one) => one ?? [])
    .filter(({ Config }) => Config.Labels[composeLabels.oneOff] !== 'True')
    .map((one) => ({
      service: one.Config.Labels[composeLabels.service] ?? '',
      number: Number(one.Config.Labels[composeLabels.number] ?? 0),
      inspected: one,
    }))
    .toSorted((a, b) => a.number - b.number);
}

/** nameOf: what the engine calls a container. */
export function nameOf({ inspected }: Part): string {
  return inspected.Name.replace(/^\//, '');
}

const notFound = 404;

/** isGone: the engine said that there is no such container any more. */
export function isGone(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === notFound;
}

function unlessGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

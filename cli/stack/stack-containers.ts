import { z } from 'zod';
import { docker } from '../../load/model/docker.ts';

const inspected = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    State: z.object({
      Status: z.string(),
      ExitCode: z.number(),
      Health: z.object({ Status: z.string() }).nullish(),
    }),
    Config: z.object({ Labels: z.record(z.string(), z.string()) }),
  }),
);

/** StackContainer: one container of a stack as the engine sees it. */
export interface StackContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** status: created, running, exited and so on. */
  readonly status: string;
  readonly exitCode: number;
  /** health: starting, healthy or unhealthy; undefined where nobody asks. */
  readonly health: string | undefined;
}

/** label: what both Composes put on everything that belongs to a project. */
export function label(project: string): string {
  return `label=com.docker.compose.project=${project}`;
}

/** containersOf gives every container of a project, ended ones among them. */
export async function containersOf(project: string): Promise<StackContainer[]> {
  return (await inspectAll(project))
    .map(({ Id, Name, State, Config }) => ({
      id: Id,
      name: Name.replace(/^\//, ''),
      service: Config.Labels['com.docker.compose.service'] ?? '',
      status: State.Status,
      exitCode: State.ExitCode,
      health: State.Health?.Status,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** inspectAll looks again where one of them went between being listed and being looked at, as while a stack is ended. */
async function inspectAll(project: string): Promise<z.infer<typeof inspected>> {
  const ids = await idsOf(project);
  if (ids.length === 0) return [];
  try {
    return inspected.parse(JSON.parse(await docker(['inspect', ...ids])));
  } catch (error) {
    const left = await idsOf(project);
    if (ids.every((id) => left.includes(id))) throw error;
    return inspectAll(project);
  }
}

async function idsOf(project: string): Promise<string[]> {
  const ids = await docker(['ps', '--all', '--quiet', '--no-trunc', '--filter', label(project)]);
  return ids === '' ? [] : ids.split('\n');
}

/** logTail: the last lines that a container said. */
export async function logTail({ id }: StackContainer, lines = 15): Promise<string> {
  return docker(['logs', '--tail', String(lines), id], { errors: true }).catch(() => '');
}

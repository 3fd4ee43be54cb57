import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import { compose, type ComposeTool } from './compose-tool.ts';
import { label } from './stack-containers.ts';
import { stackImages } from './stack-images.ts';
import { asEnvironment, readSettings, type StackSettings } from './stack-settings.ts';

const endLimitMs = 120_000;

/** endStack ends a stack, whatever there is of it, and removes its volumes if told to. Throws a Problem if something stays. */
export async function endStack(
  tool: ComposeTool,
  project: string,
  { volumes, signal }: { readonly volumes: boolean; readonly signal?: AbortSignal },
): Promise<void> {
  const settings = (await readSettings(project)) ?? unknownSettings(project);
  const profiles = stackImages.flatMap(({ profile }) => profile ?? []);
  await compose(tool, {
    environment: asEnvironment({ ...settings, profiles }),
    args: ['down', '--remove-orphans', ...(volumes ? ['--volumes'] : [])],
    limitMs: endLimitMs,
    ...(signal && { signal }),
  });
  const left = await remainsOf(project, volumes);
  if (left.length === 0) return;
  throw new Problem('harness', `of the stack "${project}" this is still here: ${left.join(', ')}.`, {
    next: 'Run rehearse down again; "docker ps" tells what else uses it.',
  });
}

/** unknownSettings: enough for compose to read its file, when another clone has started the stack. */
function unknownSettings(project: string): StackSettings {
  const ports = { gateway: 0, prometheus: 0, grafana: 0 };
  return {
    project,
    ports,
    profiles: [],
    images: {},
    postgresPassword: 'unknown',
    grafanaPassword: 'unknown',
  };
}

/** remainsOf lists what the engine has of a project, by name. */
export async function remainsOf(project: string, volumes: boolean): Promise<string[]> {
  const kinds = [
    ['ps', '--all', '--format', '{{.Names}}'],
    ['network', 'ls', '--format', '{{.Name}}'],
    ...(volumes ? [['volume', 'ls', '--format', '{{.Name}}']] : []),
  ];
  const lists = await Promise.all(kinds.map((kind) => docker([...kind, '--filter', label(project)])));
  return lists.flatMap((list) => list.split('\n')).filter((name) => name !== '');
}

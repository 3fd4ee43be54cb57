import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import { buildImages } from '../../load/subjects/booking-platform/images.ts';
import type { Progress } from '../../load/runner/progress.ts';
import { refuseBusyPort } from '../port.ts';
import { askedFrom, awaitAnswers, doorsOf } from './await-answers.ts';
import { awaitUp, halfProblem } from './await-up.ts';
import { compose, findCompose, type ComposeTool } from './compose-tool.ts';
import { endStack } from './end-stack.ts';
import { mountedFiles, refuseUnreadable } from './mounted-files.ts';
import { conditionOf, describeHalf } from './stack-condition.ts';
import { containersOf } from './stack-containers.ts';
import { jaegerPort } from './stack-files.ts';
import { fetchImages, namedImages, type LeftOut } from './stack-images.ts';
import {
  asEnvironment,
  keepSettings,
  newPassword,
  readSettings,
  type StackPorts,
  type StackSettings,
} from './stack-settings.ts';

/** StackOrder: which stack is started, and how. */
export interface StackOrder {
  readonly project: string;
  readonly ports: StackPorts;
  /** profiles that the user asked for. */
  readonly profiles: readonly string[];
  readonly replicas: Readonly<Record<string, number>>;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly interrupted: AbortSignal;
}

/** UpStack: a stack that runs, and what had to be left out of it. */
export interface UpStack {
  readonly settings: StackSettings;
  readonly leftOut: readonly LeftOut[];
}

/** optionalProfiles are started where their images can be had. */
const optionalProfiles = ['dashboards'];

const startLimitMs = 300_000;
const healthLimitMs = 120_000;

/**
 * startStack builds the images of the services and starts the stack; it resolves when every part is healthy. What has
 * been started goes again when `teardown` unwinds before the caller has disarmed it.
 */
export async function startStack(order: StackOrder, teardown: AsyncDisposableStack): Promise<UpStack> {
  const { project, env, progress, interrupted: signal } = order;
  progress.tell('looking at Docker');
  await docker(['version', '--format', '{{.Server.Version}}']);
  const tool = await findCompose(env);
  await refuseWhatIsThere(project);
  await refuseUnreadable(await mountedFiles());
  await refuseBusyPort(order.ports.gateway);
  await refuseBusyPort(order.ports.prometheus, 'choose another port with --prometheus-port');
  const kept = await readSettings(project);
  const isNew = !(await hasVolume(project));
  if (kept === undefined && !isNew) throw foreignVolume(project);
  const wanted = [...optionalProfiles, ...order.profiles];
  const onPull = (image: string): void => progress.tell(`pulling ${image}`);
  const leftOut = await fetchImages(wanted, optionalProfiles, env, { signal, onPull });
  const profiles = wanted.filter((name) => leftOut.every(({ profile }) => profile !== name));
  if (profiles.includes('dashboards'))
    await refuseBusyPort(order.ports.grafana, 'choose another port with --grafana-port');
  if (profiles.includes('tracing')) await refuseBusyPort(jaegerPort, 'leave out --profile tracing');
  progress.tell('building the images');
  await buildImages({ signal });
  const settings = settingsFor(order, profiles, kept);
  await keepSettings(settings);
  // A database that was interrupted while it was made is of no use to the next start.
  teardown.defer(() => endStack(tool, project, { volumes: isNew }));
  await start(tool, settings, order);
  const wait = { limitMs: healthLimitMs, signal, tell: (line: string) => progress.tell(line) };
  await awaitUp(project, wait);
  const containers = await containersOf(project);
  const gateway = containers.find(({ service }) => service === 'gateway');
  if (gateway !== undefined) await awaitAnswers(doorsOf(containers), askedFrom(gateway), wait);
  return { settings, leftOut };
}

async function refuseWhatIsThere(project: string): Promise<void> {
  const condition = conditionOf(await containersOf(project));
  if (condition.is === 'down') return;
  if (condition.is === 'half') {
    throw new Problem('usage', `the stack "${project}" is half up: ${describeHalf(condition)}.`, {
      next: 'End it with rehearse down, then start it again.',
    });
  }
  if (condition.is === 'starting') {
    throw new Problem(
      'usage',
      `the stack "${project}" is not ready yet: ${condition.waitingFor.join(', ')}.`,
      {
        next: 'Wait for the rehearse up that started it, or end it with rehearse down.',
      },
    );
  }
  throw new Problem('usage', `the stack "${project}" is up already.`, {
    next: 'End it with rehearse down, or put load on it with rehearse up --load RATE.',
  });
}

/** settingsFor takes over the passwords of the last start, which the volumes know. */
function settingsFor(
  { project, ports, env }: StackOrder,
  profiles: readonly string[],
  kept: StackSettings | undefined,
): StackSettings {
  const { postgresPassword = newPassword(), grafanaPassword = newPassword() } = kept ?? {};
  return { project, ports, profiles, images: namedImages(env), postgresPassword, grafanaPassword };
}

async function hasVolume(project: string): Promise<boolean> {
  return (await docker(['volume', 'ls', '--quiet', '--filter', `name=^${project}_postgres$`])) !== '';
}

function foreignVolume(project: string): Problem {
  return new Problem(
    'usage',
    `the volume ${project}_postgres holds data whose password is not here: another clone made it.`,
    {
      next: 'Use that clone, delete the data with rehearse down --volumes, or take another name with --project.',
    },
  );
}

async function start(tool: ComposeTool, settings: StackSettings, order: StackOrder): Promise<void> {
  const { project, progress, interrupted: signal, replicas } = order;
  const scale = Object.entries(replicas).flatMap(([service, count]) => ['--scale', `${service}=${count}`]);
  progress.tell('starting the containers');
  try {
    await compose(tool, {
      environment: asEnvironment(settings),
      args: ['up', '--detach', '--no-build', '--remove-orphans', ...scale],
      limitMs: startLimitMs,
      signal,
    });
  } catch (error) {
    const containers = await containersOf(project);
    throw !signal.aborted && conditionOf(containers).is === 'half'
      ? await halfProblem(project, containers)
      : error;
  }
}

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../model/clock.ts';
import { Problem } from '../model/problem.ts';
import { endedAgoMs, exitFromStatus, type ContainerExit } from './container-exit.ts';
import type { Bridge } from './container-network.ts';
import { type ContainerOrder, createOptions, otherNetworks } from './container-options.ts';
import { programPid } from './program-pid.ts';

/** EndedContainer: how and when, on the run's clock, it ended; its log is complete. */
export interface EndedContainer extends ContainerExit {
  readonly atMs: number;
}

/** Container: one that was started and may have ended. It is removed as soon as it has. */
export interface Container {
  /** address in its network; empty where it had ended by the time it was asked. */
  readonly address: string;
  /** imageId: the digest of the image's configuration. */
  readonly imageId: string;
  /** pid of its program on this machine; undefined where that cannot be seen. */
  readonly pid: number | undefined;
  /** spawnedAtMs: just before Docker was told to start it, when it had been created. */
  readonly spawnedAtMs: number;
  readonly ended: Promise<EndedContainer>;
  /** removed resolves when nothing of it is left. */
  readonly removed: Promise<void>;
  /** signal is passed on to its program; SIGKILL ends all that is in it. One that has ended gets none. */
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<void>;
}

type Handle = Awaited<ReturnType<Bridge['engine']['client']['container']['create']>>;

/** logDeadlineMs: how long the rest of a log may take that a container has left. */
const logDeadlineMs = 2_000;

/** startContainer creates a container in a network and starts it. Rejects with a Problem; nothing is left then. */
export async function startContainer(
  network: Bridge,
  order: ContainerOrder,
  clock: RunClock,
): Promise<Container> {
  const { client } = network.engine;
  const handle = await create(network, order);
  try {
    await joinOthers(network, order, handle);
    const spawnedAtMs = clock.nowMs();
    await client.container.start(handle);
    const { State, Image, NetworkSettings } = await client.container.inspect(handle);
    if (State.Running) network.processes.started(State.Pid);
    const ended = untilEnded(handle, network, order, clock)
      // Of an engine that is gone nothing more is heard.
      .catch(() => ({ atMs: clock.nowMs(), exitCode: null, signal: null }))
      .finally(() => network.processes.ended(State.Pid));
    const container: Container = {
      address: NetworkSettings.Networks[network.name]?.IPAddress ?? '',
      imageId: Image,
      pid: State.Running ? await programPid(State.Pid) : undefined,
      spawnedAtMs,
      ended,
      removed: ended.then(() => remove(handle)),
      signal: (signal) => {
        network.processes.ending(State.Pid);
        return send(handle, signal);
      },
    };
    container.removed.catch(() => {});
    if (!State.Running) await ended;
    return container;
  } catch (error) {
    await remove(handle);
    throw error instanceof Problem ? error : refused(order, error);
  }
}

async function create(network: Bridge, order: ContainerOrder): Promise<Handle> {
  try {
    return await network.engine.client.container.create(createOptions(network, order));
  } catch (error) {
    throw refused(order, error);
  }
}

async function joinOthers(network: Bridge, order: ContainerOrder, { id }: Handle): Promise<void> {
  const EndpointConfig = { Aliases: [...(order.sibling?.aliases ?? [])] };
  for (const other of otherNetworks(network, order))
    await network.engine.client.network.getById(other).connect({ Container: id, EndpointConfig });
}

async function untilEnded(
  handle: Handle,
  network: Bridge,
  { logFile }: ContainerOrder,
  clock: RunClock,
): Promise<EndedContainer> {
  const { client } = network.engine;
  const log = client.container.logs(handle);
  const written = log.then((lines) =>
    pipeline(lines, createWriteStream(logFile, { flags: 'a', mode: 0o600 })),
  );
  written.catch(() => {});
  const { StatusCode } = (await handle.wait()) as { StatusCode: number };
  const { State } = await client.container.inspect(handle);
  const atMs = clock.nowMs() - endedAgoMs(State.FinishedAt, Date.now());
  const late = new AbortController();
  await Promise.race([written, delay(logDeadlineMs, undefined, { signal: late.signal })]).catch(() => {});
  late.abort();
  return { atMs, ...exitFromStatus(StatusCode) };
}

// One that has ended meanwhile, or is being removed, needs no signal.
async function send(handle: Handle, signal: string): Promise<void> {
  await handle.kill({ signal }).catch(() => {});
}

async function remove(handle: Handle): Promise<void> {
  await handle.remove({ force: true, v: true }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

const [notFound, goingAlready] = [404, 409];

function isGone(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return statusCode === notFound || statusCode === goingAlready;
}

/** refused tells why Docker would not create or start a container. */
function refused({ title, image }: ContainerOrder, cause: unknown): Problem {
  const { reason, json } = cause as { reason?: string; json?: { message?: string } };
  const said = json?.message ?? reason ?? (cause as Error).message;
  if (/no such image/i.test(said))
    return new Problem('usage', `${title} cannot be started: there is no image ${image} here.`, {
      next: `Build it, or get it with "docker pull ${image}".`,
      cause,
    });
  return new Problem('harness', `${title} could not be started as a container: ${said.split('\n')[0]}.`, {
    next: `Try "docker run --rm --init ${image}" by hand.`,
    cause,
  });
}

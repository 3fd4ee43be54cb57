import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import type { ServiceSpec } from '../model/system.ts';
import { awaitReady, NotReady, type Readied } from './await-ready.ts';
import type { FreePorts } from './free-ports.ts';
import { commandOf, environmentOf } from './placeholders.ts';
import { type Launch, ReplicaProcess } from './replica-process.ts';
import { lostItsPort, startProblem } from './start-problem.ts';
import type { Replica } from './target.ts';

/** StartedReplica: a replica that was ready, and its process. */
export interface StartedReplica {
  readonly replica: Replica;
  readonly process: ReplicaProcess;
}

export interface StartReplicaOptions {
  readonly clock: RunClock;
  readonly guard: Guard;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly ports: FreePorts;
  readonly logs: string;
  readonly discoveryFile: string;
  readonly environment: Readonly<Record<string, string>>;
  nextName(): string;
  /** onSpawned: there is a process, from this moment on. */
  onSpawned(process: ReplicaProcess): void;
}

const host = '127.0.0.1';
const phasesDeadlineMs = 1_000;

/**
 * startReplica starts one replica and resolves when it is ready. A port that somebody else took in the last moment
 * is tried once more with another one. Rejects with a Problem; nothing of the replica runs then.
 */
export async function startReplica(spec: ServiceSpec, options: StartReplicaOptions): Promise<StartedReplica> {
  const attempts = spec.port === undefined ? 2 : 1;
  for (let attempt = 1; ; attempt += 1) {
    const process = await spawnReplica(spec, options);
    try {
      const readied = await awaitReady(process, options);
      return { process, replica: await describe(process, readied) };
    } catch (error) {
      await process.end(0);
      if (!(error instanceof NotReady)) throw error;
      if (attempt < attempts && lostItsPort(process, error)) continue;
      throw startProblem(process, error, options.deadlineMs);
    }
  }
}

/** LaunchedProcess: a process that was spawned, and the replica that it becomes. */
export interface LaunchedProcess {
  readonly process: ReplicaProcess;
  readonly addresses: Addresses;
  /** ready rejects with a Problem when it does not become ready; nothing of it runs then. */
  readonly ready: Promise<StartedReplica>;
}

/** launchReplica spawns one replica and does not wait for it. */
export async function launchReplica(
  spec: ServiceSpec,
  options: StartReplicaOptions,
): Promise<LaunchedProcess> {
  const process = await spawnReplica(spec, options);
  const ready = untilReady(process, options);
  // Whoever ends it before it is ready does not wait for that.
  ready.catch(() => {});
  return { process, addresses: addressesOf(process), ready };
}

async function untilReady(process: ReplicaProcess, options: StartReplicaOptions): Promise<StartedReplica> {
  try {
    return { process, replica: await describe(process, await awaitReady(process, options)) };
  } catch (error) {
    await process.end(0);
    throw error instanceof NotReady ? startProblem(process, error, options.deadlineMs) : error;
  }
}

async function spawnReplica(spec: ServiceSpec, options: StartReplicaOptions): Promise<ReplicaProcess> {
  const { ports, discoveryFile, environment, clock, guard, logs, signal } = options;
  const [port, opsPort] = [spec.port ?? (await ports.take()), await ports.take()];
  signal.throwIfAborted();
  const name = options.nextName();
  const values = {
    host,
    port: String(port),
    opsHost: host,
    opsPort: String(opsPort),
    instance: name,
    discoveryFile,
  };
  const launch: Launch = {
    service: spec.name,
    name,
    port,
    opsPort,
    readyPath: spec.readyPath,
    metricsPath: spec.metricsPath,
    command: commandOf(spec, values),
    environment: environmentOf(spec, values, environment),
    logFile: join(logs, `${name}.log`),
  };
  const process = new ReplicaProcess(launch, clock, guard);
  options.onSpawned(process);
  return process;
}

type Addresses = Omit<Replica, 'startup'>;

function addressesOf({ launch, pid }: ReplicaProcess): Addresses {
  const { service, name, port, opsPort, readyPath, metricsPath } = launch;
  const opsUrl = `http://${host}:${opsPort}`;
  return {
    service,
    name,
    pid,
    opsUrl,
    url: `http://${host}:${port}`,
    readyUrl: `${opsUrl}${readyPath}`,
    metricsUrl: `${opsUrl}${metricsPath}`,
  };
}

async function describe(process: ReplicaProcess, readied: Readied): Promise<Replica> {
  const { launch, spawnedAtMs } = process;
  return {
    ...addressesOf(process),
    startup: {
      service: launch.service,
      replica: launch.name,
      spawnedAtMs,
      spawnToListeningMs: readied.listeningAtMs - spawnedAtMs,
      spawnToReadyMs: readied.readyAtMs - spawnedAtMs,
      spawnToFirstAnswerMs: null,
      firstAnswerTookMs: null,
      laterAnswersMs: [],
      reportedPhasesMs: await reportedPhases(process),
    },
  };
}

// The line comes a moment after the answer; whoever does not speak as the reference services do has no such line.
async function reportedPhases({ log }: ReplicaProcess): Promise<Record<string, number>> {
  const untilMs = performance.now() + phasesDeadlineMs;
  while (log.speaksOurs() && performance.now() < untilMs) {
    const phases = log.reportedPhasesMs();
    if (phases) return phases;
    await delay(2);
  }
  return {};
}

import { setTimeout as delay } from 'node:timers/promises';
import type { RunClock } from '../model/clock.ts';
import { awaitReady, NotReady, type Readied } from './await-ready.ts';
import { endReplica, type RunningReplica } from './running-replica.ts';
import { lostItsPort, startProblem } from './start-problem.ts';
import type { Replica } from './target.ts';

/** StartedReplica: a replica that was ready, and what it runs as. */
export interface StartedReplica {
  readonly replica: Replica;
  readonly running: RunningReplica;
}

export interface StartReplicaOptions {
  readonly clock: RunClock;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** attempts: how many starts there may be where somebody else took the port in the last moment. */
  readonly attempts: number;
  /** launch spawns a replica under a name of its own, each time it is called. */
  launch(): Promise<RunningReplica>;
}

const phasesDeadlineMs = 1_000;

/** startReplica starts one replica and resolves when it is ready. Rejects with a Problem; nothing of it runs then. */
export async function startReplica(options: StartReplicaOptions): Promise<StartedReplica> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await options.launch();
    try {
      const readied = await awaitReady(running, options);
      return { running, replica: await describe(running, readied) };
    } catch (error) {
      await endReplica(running, 0);
      if (!(error instanceof NotReady)) throw error;
      if (attempt < options.attempts && lostItsPort(running, error)) continue;
      throw startProblem(running, error, options.deadlineMs);
    }
  }
}

/** Launched: what was spawned, and the replica that it becomes. */
export interface Launched {
  readonly running: RunningReplica;
  /** ready rejects with a Problem when it does not become ready; nothing of it runs then. */
  readonly ready: Promise<StartedReplica>;
}

/** launchReplica spawns one replica and does not wait for it. */
export async function launchReplica(options: StartReplicaOptions): Promise<Launched> {
  const running = await options.launch();
  const ready = untilReady(running, options);
  // Whoever ends it before it is ready does not wait for that.
  ready.catch(() => {});
  return { running, ready };
}

async function untilReady(running: RunningReplica, options: StartReplicaOptions): Promise<StartedReplica> {
  try {
    return { running, replica: await describe(running, await awaitReady(running, options)) };
  } catch (error) {
    await endReplica(running, 0);
    throw error instanceof NotReady ? startProblem(running, error, options.deadlineMs) : error;
  }
}

async function describe(running: RunningReplica, readied: Readied): Promise<Replica> {
  const { addresses, spawnedAtMs } = running;
  return {
    ...addresses,
    startup: {
      service: addresses.service,
      replica: addresses.name,
      spawnedAtMs,
      spawnToListeningMs: readied.listeningAtMs - spawnedAtMs,
      spawnToReadyMs: readied.readyAtMs - spawnedAtMs,
      spawnToFirstAnswerMs: null,
      firstAnswerTookMs: null,
      laterAnswersMs: [],
      reportedPhasesMs: await reportedPhases(running),
    },
  };
}

// The line comes a moment after the answer; whoever does not speak as the reference services do has no such line.
async function reportedPhases({ log, logDelayMs }: RunningReplica): Promise<Record<string, number>> {
  const fromMs = performance.now();
  const elapsedMs = () => performance.now() - fromMs;
  while (elapsedMs() < logDelayMs || (log.speaksOurs() && elapsedMs() < phasesDeadlineMs)) {
    const phases = log.reportedPhasesMs();
    if (phases) return phases;
    await delay(2);
  }
  return {};
}

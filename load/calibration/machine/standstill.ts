import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { allowedCores, pinThread } from '../../engines/process/cores.ts';
import { realTimePriority, takeRealTime } from '../../engines/process/real-time.ts';
import {
  newStandstillMemory,
  standstillCell,
  standstillMemory,
  type StandstillMemory,
} from './standstill-memory.ts';

/** Standstill: how long this machine's cores did nothing for anybody on it, for its host had them, or they slept. */
export interface Standstill {
  /** share of the time that was watched, from 0 to 1, in which a core stood still for 0.5 ms or more; cores add up. */
  readonly share: number;
  readonly longestMs: number;
}

/** StandstillWatch: a thread on each core that runs before all others, and sees when even that does not help. */
export interface StandstillWatch extends AsyncDisposable {
  /** begin starts a count, and gives what ends it; counts do not overlap. */
  begin(): () => Standstill;
}

/**
 * watchStandstill has a thread on each core that this process may use ask to be woken every millisecond, with a
 * real-time priority above that of the engine and the truth servers, as cyclictest does: whatever it is late by is nobody's
 * on this machine. It takes some 1.5% of each core. Undefined where such a priority is not allowed, for then it would see others' work.
 */
export async function watchStandstill(): Promise<StandstillWatch | undefined> {
  const watchers = await Promise.all(allowedCores().map(startWatcher));
  const watch = watchOver(watchers.map(({ memory }) => memory));
  const end = async (): Promise<void> => {
    await Promise.all(watchers.map(({ worker }) => worker.terminate()));
  };
  if (watchers.length > 0 && watchers.every(({ first }) => first))
    return { begin: watch, [Symbol.asyncDispose]: end };
  await end();
  return undefined;
}

interface Watcher {
  readonly worker: Worker;
  readonly memory: StandstillMemory;
  /** first: whether it runs before all others, on its core alone. */
  readonly first: boolean;
}

async function startWatcher(core: number): Promise<Watcher> {
  const shared = newStandstillMemory();
  const worker = new Worker(new URL('./standstill-watcher.ts', import.meta.url), { workerData: shared });
  const [thread] = (await once(worker, 'message')) as [number | undefined];
  worker.unref();
  const first = (await takeRealTime([thread], realTimePriority.watcher)) && (await pinThread(thread!, core));
  return { worker, memory: standstillMemory(shared), first };
}

function watchOver(memories: readonly StandstillMemory[]): StandstillWatch['begin'] {
  return () => {
    const beganMs = performance.now();
    for (const { figures } of memories) figures.fill(0);
    return () => {
      const tookMs = performance.now() - beganMs;
      const stoodMs = memories.reduce((sum, { figures }) => sum + figures[standstillCell.stoodMs]!, 0);
      const longestMs = Math.max(...memories.map(({ figures }) => figures[standstillCell.longestMs]!));
      return { share: tookMs > 0 ? stoodMs / tookMs : 0, longestMs };
    };
  };
}

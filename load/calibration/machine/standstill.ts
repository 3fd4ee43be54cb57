import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { monotonicMs } from '../../engines/paced/monotonic.ts';
import { allowedCores, pinThread } from '../../engines/process/cores.ts';
import { realTimePriority, takeRealTime } from '../../engines/process/real-time.ts';
import {
  newStandstillMemory,
  standstillMemory,
  standstillWord,
  type StandstillMemory,
} from './standstill-memory.ts';

/** Interval from one moment to a later one, on the clock of monotonicMs. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Standstill: when a core of this machine did nothing for anybody on it, since its host had it, or it slept. */
export interface Standstill {
  /** intervals in which any core stood still, in order and apart from each other. */
  readonly intervals: readonly Interval[];
  /** share of the watched time, from 0 to 1, that they make up. */
  readonly share: number;
  readonly longestMs: number;
}

/** StandstillWatch: a thread on each core that runs before all others, and sees when even that does not help. */
export interface StandstillWatch extends AsyncDisposable {
  /** begin starts a count, and gives what ends it; counts do not overlap. */
  begin(): () => Standstill;
}

/**
 * watchStandstill has a thread on each core that this process may use ask to be woken every millisecond, with a real-time
 * priority above that of the engine and of the truth servers, as cyclictest does: whatever it is late by is nobody's on this
 * machine. Standstills of a millisecond and more are told of, from when the thread should have run. It takes some 2% of
 * each core. Undefined where such a priority is not allowed, for then it would see others' work.
 */
export async function watchStandstill(): Promise<StandstillWatch | undefined> {
  const watchers = await Promise.all(allowedCores().map(startWatcher));
  const memories = watchers.map(({ memory }) => memory);
  const end = async (): Promise<void> => {
    await Promise.all(watchers.map(({ worker }) => worker.terminate()));
  };
  if (watchers.length > 0 && watchers.every(({ first }) => first))
    return { begin: () => count(memories), [Symbol.asyncDispose]: end };
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

function count(memories: readonly StandstillMemory[]): () => Standstill {
  for (const { words } of memories) Atomics.store(words, standstillWord.count, 0);
  const beganMs = monotonicMs();
  return () => {
    const tookMs = monotonicMs() - beganMs;
    const intervals = united(memories.flatMap(intervalsIn));
    const lengths = intervals.map(({ fromMs, toMs }) => toMs - fromMs);
    const stoodMs = lengths.reduce((sum, length) => sum + length, 0);
    return { intervals, share: tookMs > 0 ? stoodMs / tookMs : 0, longestMs: Math.max(0, ...lengths) };
  };
}

function intervalsIn({ words, moments }: StandstillMemory): Interval[] {
  return Array.from({ length: Atomics.load(words, standstillWord.count) }, (_, i) => ({
    fromMs: moments[i * 2]!,
    toMs: moments[i * 2 + 1]!,
  }));
}

/** united makes one interval of those that overlap. */
export function united(intervals: readonly Interval[]): Interval[] {
  const apart: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = apart.at(-1);
    if (last === undefined || interval.fromMs > last.toMs) apart.push(interval);
    else apart[apart.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, interval.toMs) };
  }
  return apart;
}

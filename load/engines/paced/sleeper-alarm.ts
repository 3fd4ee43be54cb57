import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Alarm } from './alarm.ts';
import { monotonicMs } from './monotonic.ts';
import {
  newSleeperMemory,
  sleeperMemory,
  sleeperMoment,
  sleeperWord,
  type SleeperMemory,
} from './sleeper-memory.ts';

/**
 * sleeperAlarm keeps a thread that sleeps on a futex until the moment has come, and then wakes this thread's event
 * loop. `load/engines/paced.bench.ts` compares it with timers and with a busy loop.
 */
export async function sleeperAlarm(): Promise<Alarm> {
  sharpenTimers();
  const shared = newSleeperMemory();
  const memory = sleeperMemory(shared);
  const worker = new Worker(new URL('./sleeper.ts', import.meta.url), { workerData: shared });
  const thread = await new Promise<number | undefined>((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  const offsetMs = clockOffsetMs();
  let ring: (() => void) | undefined;
  listen(memory, () => ring?.());
  return {
    thread,
    set: (atMs, nextRing, thenMs = Number.POSITIVE_INFINITY) => {
      ring = nextRing;
      setMoments(memory, atMs + offsetMs, thenMs + offsetMs);
    },
    close: async () => {
      ring = undefined;
      setMoments(memory, Number.NaN, Number.NaN);
      await worker.terminate();
    },
  };
}

/** clockOffsetMs: from performance.now() to monotonicMs; the least of some readings, each too large by its own length. */
function clockOffsetMs(): number {
  const readings = Array.from({ length: 50 }, () => {
    const nowMs = performance.now();
    return monotonicMs() - nowMs;
  });
  return Math.min(...readings);
}

/** setMoments wakes the sleeper only if it would sleep too long: a system call for each request would cost 5 µs. */
function setMoments({ words, moments }: SleeperMemory, nextMs: number, followingMs: number): void {
  moments[sleeperMoment.next] = nextMs;
  moments[sleeperMoment.following] = followingMs;
  Atomics.add(words, sleeperWord.changes, 1);
  const inTime = moments[sleeperMoment.awaited]! <= nextMs;
  if (!inTime) Atomics.notify(words, sleeperWord.changes);
}

/** listen calls back for each ring, or for several at once that came while this thread was busy. */
function listen(memory: SleeperMemory, onRing: () => void): void {
  const { words } = memory;
  let heard = 0;
  const next = (): void => {
    const { async, value } = Atomics.waitAsync(words, sleeperWord.rings, heard);
    if (async) void value.then(rung);
    else setImmediate(rung);
  };
  const rung = (): void => {
    heard = Atomics.load(words, sleeperWord.rings);
    onRing();
    next();
  };
  next();
}

/**
 * sharpenTimers asks Linux to wake this thread, and threads that it starts, within 1 µs in place of the usual 50 µs
 * (timer slack, prctl(2)). Where that cannot be had, starts are some 50 µs later, which the dispatch delay shows.
 */
function sharpenTimers(): void {
  try {
    writeFileSync('/proc/self/timerslack_ns', '1000');
  } catch {
    // Nothing is wrong then, only less sharp.
  }
}

import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { alarmWords, type Alarm } from './alarm.ts';
import { enginePart } from './location.ts';
import { monotonicMs } from './monotonic.ts';

/**
 * sleeperAlarm keeps a thread that sleeps on a futex until the moment has come, and then wakes this thread's event
 * loop by a message. `load/engines/paced.bench.ts` compares it with timers and with a busy loop.
 */
export async function sleeperAlarm(): Promise<Alarm> {
  sharpenTimers();
  const memory = new SharedArrayBuffer(alarmWords.byteLength);
  const [changes, moment] = [alarmWords.changes(memory), alarmWords.moment(memory)];
  moment[0] = Number.POSITIVE_INFINITY;
  const worker = new Worker(enginePart('sleeper'), { workerData: memory });
  await new Promise<void>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  let ring: (() => void) | undefined;
  worker.on('message', () => ring?.());
  const setMoment = (atMonotonicMs: number): void => {
    moment[0] = atMonotonicMs;
    Atomics.add(changes, 0, 1);
    Atomics.notify(changes, 0);
  };
  return {
    set: (atMs, nextRing) => {
      ring = nextRing;
      setMoment(atMs - performance.now() + monotonicMs());
    },
    close: async () => {
      ring = undefined;
      setMoment(Number.NaN);
      await worker.terminate();
    },
  };
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

import { parentPort as parent, workerData } from 'node:worker_threads';
import { monotonicMs } from '../../engines/paced/monotonic.ts';
import { thisThread } from '../../engines/process/real-time.ts';
import {
  mostStandstills,
  standstillMemory,
  standstillWord,
  watchEveryMs,
  type StandstillMemory,
} from './standstill-memory.ts';

/* oxlint-disable unicorn/require-post-message-target-origin -- a port between threads has no origin */
// The thread of watchStandstill: asks to be woken every millisecond, and notes when it is woken a millisecond too late.
function watch({ words, moments }: StandstillMemory): void {
  let dueMs = monotonicMs() + watchEveryMs;
  while (Atomics.load(words, standstillWord.ended) === 0) {
    const leftMs = dueMs - monotonicMs();
    if (leftMs > 0) Atomics.wait(words, standstillWord.ended, 0, leftMs);
    const nowMs = monotonicMs();
    if (nowMs - dueMs >= watchEveryMs) note(dueMs, nowMs);
    if (nowMs >= dueMs) dueMs = nowMs + watchEveryMs;
  }

  function note(fromMs: number, toMs: number): void {
    const count = Atomics.load(words, standstillWord.count);
    if (count >= mostStandstills) return;
    moments[count * 2] = fromMs;
    moments[count * 2 + 1] = toMs;
    Atomics.store(words, standstillWord.count, count + 1);
  }
}

parent?.postMessage(thisThread());
watch(standstillMemory(workerData as SharedArrayBuffer));

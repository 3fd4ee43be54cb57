import { parentPort as parent, workerData } from 'node:worker_threads';
import { monotonicMs } from './monotonic.ts';
import { thisThread } from '../process/real-time.ts';
import { sleeperMemory, sleeperMoment, sleeperWord } from './sleeper-memory.ts';

/* oxlint-disable unicorn/require-post-message-target-origin -- a port between threads has no origin */
// The thread of sleeperAlarm: sleeps until the next moment in shared memory has come, rings, and goes on to the one
// that follows, without waiting to be told. Whatever changes while it looks keeps it from falling asleep.
const { words, moments } = sleeperMemory(workerData as SharedArrayBuffer);
let seen = -1;
let [nextMs, followingMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

parent?.postMessage(thisThread());
while (goOn());

/** goOn rings or sleeps once; false at the end. A function of its own, since V8 optimizes what is called again and again. */
function goOn(): boolean {
  const changes = Atomics.load(words, sleeperWord.changes);
  if (changes !== seen) {
    seen = changes;
    nextMs = moments[sleeperMoment.next]!;
    followingMs = moments[sleeperMoment.following]!;
  }
  const leftMs = nextMs - monotonicMs();
  if (Number.isNaN(leftMs)) return false;
  if (leftMs <= 0) {
    Atomics.add(words, sleeperWord.rings, 1);
    Atomics.notify(words, sleeperWord.rings);
    [nextMs, followingMs] = [followingMs, Number.POSITIVE_INFINITY];
  } else {
    moments[sleeperMoment.awaited] = nextMs;
    Atomics.store(words, sleeperWord.fence, 0);
    Atomics.wait(words, sleeperWord.changes, changes, leftMs);
  }
  return true;
}

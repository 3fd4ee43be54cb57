import { parentPort as parent, workerData } from 'node:worker_threads';
import { alarmWords } from './alarm.ts';
import { monotonicMs } from './monotonic.ts';

/* oxlint-disable unicorn/require-post-message-target-origin -- a port between threads has no origin */
// The thread of sleeperAlarm: sleeps until the moment in shared memory has come, or until the moment changes.
const memory = workerData as SharedArrayBuffer;
const [changes, moment] = [alarmWords.changes(memory), alarmWords.moment(memory)];

parent?.postMessage('awake');
for (;;) {
  const change = Atomics.load(changes, 0);
  const leftMs = (moment[0] ?? Number.NaN) - monotonicMs();
  if (Number.isNaN(leftMs)) break;
  if (leftMs <= 0) {
    parent?.postMessage('ring');
    Atomics.wait(changes, 0, change);
  } else {
    Atomics.wait(changes, 0, change, leftMs);
  }
}

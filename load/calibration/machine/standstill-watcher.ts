import { parentPort as parent, workerData } from 'node:worker_threads';
import { thisThread } from '../../engines/process/real-time.ts';
import {
  standstillCell,
  standstillMemory,
  watchEveryMs,
  type StandstillMemory,
} from './standstill-memory.ts';

/* oxlint-disable unicorn/require-post-message-target-origin -- a port between threads has no origin */
// The thread of watchStandstill: asks to be woken every millisecond, and counts what it is woken too late by. It
// allocates nothing, so that what it counts is no collection of its own.
function watch({ words, figures }: StandstillMemory): void {
  let dueMs = performance.now() + watchEveryMs;
  while (Atomics.load(words, 0) === 0) {
    const leftMs = dueMs - performance.now();
    if (leftMs > 0) Atomics.wait(words, 0, 0, leftMs);
    const nowMs = performance.now();
    const lateMs = nowMs - dueMs;
    // Woken early: it sleeps on.
    if (lateMs < 0) continue;
    dueMs += watchEveryMs;
    if (lateMs < watchEveryMs) continue;
    figures[standstillCell.stoodMs]! += lateMs;
    if (lateMs > figures[standstillCell.longestMs]!) figures[standstillCell.longestMs] = lateMs;
    dueMs = nowMs + watchEveryMs;
  }
}

parent?.postMessage(thisThread());
watch(standstillMemory(workerData as SharedArrayBuffer));

import { parentPort as parent, workerData } from 'node:worker_threads';

/* oxlint-disable unicorn/require-post-message-target-origin -- a port between threads has no origin */
/** Spun: how often a thread got round in its time, and how much of it was taken away; gaps are milliseconds. */
export interface Spun {
  readonly turns: number;
  readonly lostMs: number;
  readonly longestGapMs: number;
}

// A thread that does nothing but look at the clock: what it misses, somebody else had of its core.
const { forMs } = workerData as { readonly forMs: number };
/** A turn takes well below a microsecond; a gap of 100 is no turn's own doing. */
const gapMs = 0.1;

const startMs = performance.now();
let [lastMs, turns, lostMs, longestGapMs] = [startMs, 0, 0, 0];
while (lastMs - startMs < forMs) {
  const nowMs = performance.now();
  if (nowMs - lastMs > gapMs) {
    lostMs += nowMs - lastMs;
    longestGapMs = Math.max(longestGapMs, nowMs - lastMs);
  }
  lastMs = nowMs;
  turns += 1;
}
parent?.postMessage({ turns, lostMs, longestGapMs } satisfies Spun);

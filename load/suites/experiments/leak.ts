import type { Described } from './described.ts';
import type { WarmUp } from './warm-up.ts';

/**
 * LeakSpec: one replica of each service under a constant rate. Memory is watched idle, on a plateau of load, then at the
 * end of each block of load after a forced collection, and once it is quiet again, before and after a last collection.
 */
export interface LeakSpec extends Described, WarmUp {
  readonly kind: 'leak';
  readonly ratePerSecond: number;
  readonly idleMs: number;
  readonly plateauMs: number;
  readonly blocks: number;
  readonly blockMs: number;
  readonly afterMs: number;
  /** leakLimitBytesPerRequest: the smallest growth that counts as a leak. */
  readonly leakLimitBytesPerRequest: number;
  /** heapSnapshots: whether heaps are written down before and after the load. */
  readonly heapSnapshots: boolean;
}

import type { Described } from './described.ts';

/** ObserverEffectSpec: the same load again and again on one system, half of the times unobserved. */
export interface ObserverEffectSpec extends Described {
  readonly kind: 'observer-effect';
  /** settleMs: how long each kind of load runs beforehand, uncounted. */
  readonly settleMs: number;
  /** pairs of loads of each kind: an open one for response time, a closed one for throughput. */
  readonly pairs: number;
  readonly ratePerSecond: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

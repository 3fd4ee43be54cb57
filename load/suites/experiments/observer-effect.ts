import type { Described } from './described.ts';

/** ObserverEffectSpec: the same load in turns on two systems that run side by side, one observed and one not. */
export interface ObserverEffectSpec extends Described {
  readonly kind: 'observer-effect';
  /** rounds: how often both are started anew, since two starts of the same program differ as well. */
  readonly rounds: number;
  /** settleMs: how long both take each kind of load at the beginning of a round, uncounted. */
  readonly settleMs: number;
  /** pairs of loads of each kind and round: an open one for response time, a closed one for throughput. */
  readonly pairs: number;
  readonly ratePerSecond: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

import type { Described } from './described.ts';

/** ObserverEffectSpec: a load on one system, which is observed and left alone in turns. */
export interface ObserverEffectSpec extends Described {
  readonly kind: 'observer-effect';
  /** rounds: how often it is started anew, since what observing costs differs between two starts of the same program. */
  readonly rounds: number;
  /** settleMs: how long it takes a closed load at the beginning of a round, uncounted. */
  readonly settleMs: number;
  /** pairs of turns in each load of a round: an open load for response time, a closed one for throughput. */
  readonly pairs: number;
  readonly ratePerSecond: number;
  readonly connections: number;
  readonly warmUpMs: number;
  /** durationMs of a turn: its first second, which is left out, and then as many rounds of looks, of two seconds each, as are nearest. */
  readonly durationMs: number;
}

import type { Described } from './described.ts';

/** SteadyLoadSpec: one replica of each service under a constant rate, with memory watched before, during and after. */
export interface SteadyLoadSpec extends Described {
  readonly kind: 'steady-load';
  readonly ratePerSecond: number;
  readonly idleMs: number;
  /** warmUpMs at least, then until throughput and latency are steady; not within warmUpMostMs is invalid. */
  readonly warmUpMs: number;
  readonly warmUpMostMs: number;
  readonly durationMs: number;
  readonly afterMs: number;
}

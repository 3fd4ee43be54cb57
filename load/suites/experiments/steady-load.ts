import type { Described } from './described.ts';

/** SteadyLoadSpec: one replica of each service under a constant rate, with memory watched before, during and after. */
export interface SteadyLoadSpec extends Described {
  readonly kind: 'steady-load';
  readonly ratePerSecond: number;
  readonly idleMs: number;
  readonly warmUpMs: number;
  /** warmUpMostMs: where it is given, the warm-up goes on until throughput and latency are steady; not by then is invalid. */
  readonly warmUpMostMs?: number;
  readonly durationMs: number;
  readonly afterMs: number;
}

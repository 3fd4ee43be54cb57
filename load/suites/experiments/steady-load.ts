import type { Described } from './described.ts';
import type { WarmUp } from './warm-up.ts';

/** SteadyLoadSpec: one replica of each service under a constant rate, with memory watched before, during and after. */
export interface SteadyLoadSpec extends Described, WarmUp {
  readonly kind: 'steady-load';
  readonly ratePerSecond: number;
  readonly idleMs: number;
  readonly durationMs: number;
  readonly afterMs: number;
}

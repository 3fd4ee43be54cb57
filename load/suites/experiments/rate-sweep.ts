import type { Described } from './described.ts';
import type { WarmUp } from './warm-up.ts';

/**
 * RateSweepSpec: one replica of each service under rising rates, each on a fresh system: doubled from the first until
 * the budget is broken, then narrowed down between the last rate that kept it and the first that did not.
 */
export interface RateSweepSpec extends Described, WarmUp {
  readonly kind: 'rate-sweep';
  /** firstRatePerSecond and highestRatePerSecond: of journeys. */
  readonly firstRatePerSecond: number;
  readonly highestRatePerSecond: number;
  /** budgetP99Ms: what a rate must keep to be sustainable. */
  readonly budgetP99Ms: number;
  /** refinements: rates measured between the last that keeps the budget and the first that does not. */
  readonly refinements: number;
  readonly durationMs: number;
}

import type { SteadyRule } from '../../model/load-plan.ts';

/**
 * WarmUp: load before a measurement, kept out of it. It lasts at least warmUpMs, and then until throughput and latency
 * hold still over a window; a load that does not within the limit is no evidence. Experiments whose figures do not
 * depend on speed (what was lost when replicas were stopped) have warmUpMs alone, and starts have no load to warm up by.
 */
export interface WarmUp {
  readonly warmUpMs: number;
  readonly untilSteady: SteadyRule;
}

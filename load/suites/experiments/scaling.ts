import type { Described } from './described.ts';
import type { WarmUp } from './warm-up.ts';

/** ScalingSpec: a closed load on rising numbers of replicas of the scaled service, each repetition on fresh processes. */
export interface ScalingSpec extends Described, WarmUp {
  readonly kind: 'scaling';
  /** replicas, rising. */
  readonly replicas: readonly number[];
  /** repetitions of each number; their order is turned around every time, so that a drift does not look like scaling. */
  readonly repetitions: number;
  /** connections of the closed load: enough to keep every replica busy. */
  readonly connections: number;
  readonly durationMs: number;
}

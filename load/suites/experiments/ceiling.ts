import type { Described } from './described.ts';
import type { WarmUp } from './warm-up.ts';

/** CeilingSpec: closed loads of rising numbers of connections on one replica of each service: the most it can answer. */
export interface CeilingSpec extends Described, WarmUp {
  readonly kind: 'ceiling';
  /** connections of each load, rising. */
  readonly connections: readonly number[];
  readonly durationMs: number;
}

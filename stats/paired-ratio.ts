import { median } from './order-statistics.ts';
import { tInterval } from './t-interval.ts';

/** Pair: the same measurement twice, side by side, in one unit; `changed` over `base` is the ratio. */
export interface Pair {
  readonly base: number;
  readonly changed: number;
}

/** PairedRatio: 1 means no effect, 1.02 two percent more; no interval under two pairs. */
export interface PairedRatio {
  readonly ratio: number;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  readonly pairs: number;
}

/**
 * pairedRatio gives the effect of a change (probes attached, say) from pairs measured with and without it: on
 * d = ln(changed/base) the Hodges–Lehmann estimate, the median of all (dᵢ + dⱼ)/2 with i ≤ j, which one wild pair does
 * not carry away, and the two-sided t interval at `level` in (0, 1); both exponentiated.
 * Undefined for no pairs. Throws RangeError for values that are not positive, or the level.
 * Sources: Hodges & Lehmann (1963), Estimates of location based on rank tests, Annals of Mathematical Statistics 34(2);
 * for the interval see tInterval.
 */
export function pairedRatio(pairs: readonly Pair[], level: number): PairedRatio | undefined {
  const logs = pairs.map(logRatio);
  const interval = tInterval(logs, level);
  if (logs.length === 0) return undefined;
  return {
    ratio: Math.exp(hodgesLehmann(logs)),
    interval: interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) },
    pairs: logs.length,
  };
}

function logRatio({ base, changed }: Pair, i: number): number {
  for (const value of [base, changed]) {
    if (!(Number.isFinite(value) && value > 0))
      throw new RangeError(`pair ${i} holds ${value}; a ratio needs positive values`);
  }
  return Math.log(changed / base);
}

function hodgesLehmann(values: readonly number[]): number {
  return median(values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)));
}

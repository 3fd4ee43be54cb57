import { tInterval } from './t-interval.ts';

/** fewestWindows: below so many windows the variance between them is too poorly known for an interval. */
const fewestWindows = 5;

/**
 * quantileShareInterval gives an interval for the quantile of a dependent sequence, on the axis of shares (0 to 1).
 *
 * The sequence is cut into consecutive windows; `shares` holds, for each window, the share of its values that are at
 * most the estimate of the quantile q from the whole sequence. Windows longer than the memory of the sequence are
 * nearly independent, so the mean share has a two-sided t interval at `level`. Read at its two ends, the quantile
 * function of the whole sequence gives the interval of the quantile itself: [Q(low), Q(high)].
 *
 * Clamped to 0..1; undefined under five windows. Throws RangeError for a level outside (0, 1).
 * Sources: the indicator as a batch-means process, Alexopoulos, Goldsman & Wilson (2012), A new perspective on batched
 * quantile estimation, Proc. Winter Simulation Conference; inversion from shares to quantiles, Serfling (1980),
 * Approximation Theorems of Mathematical Statistics, section 2.6; the fitting number of windows, Schmeiser (1982),
 * Batch size effects in the analysis of simulation output, Operations Research 30(3).
 */
export function quantileShareInterval(
  shares: readonly number[],
  level: number,
): { low: number; high: number } | undefined {
  const interval = tInterval(shares, level);
  if (interval === undefined || shares.length < fewestWindows) return undefined;
  return { low: Math.max(0, interval.low), high: Math.min(1, interval.high) };
}

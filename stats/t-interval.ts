import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** MeanInterval: a mean with its two-sided confidence interval, in the unit of the values. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * tInterval gives the mean of independent values with its two-sided Student t interval at a level in (0, 1):
 * mean ± t(1 − (1 − level)/2; n − 1) · s/√n with s the sample standard deviation (n − 1 in the denominator).
 * Undefined under two values. Throws RangeError for a level outside (0, 1).
 * Source: Student (1908), The probable error of a mean, Biometrika 6(1), 1–25.
 */
export function tInterval(values: readonly number[], level: number): MeanInterval | undefined {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  const n = values.length;
  if (n < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const half = tQuantile(1 - (1 - level) / 2, n - 1) * standardError;
  return { mean, low: mean - half, high: mean + half };
}

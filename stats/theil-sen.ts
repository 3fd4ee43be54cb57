import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { median } from './order-statistics.ts';

/** RobustLine: the Theil–Sen line through points, y = intercept + slope · x, with the interval of its slope. */
export interface RobustLine {
  readonly slope: number;
  readonly intercept: number;
  /** interval: of the slope; undefined where the points are too few, or too dependent, to reach the level. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
}

/**
 * theilSen gives the median of the slopes between all pairs of points, with the distribution-free interval at `level`
 * in (0, 1) from Kendall's statistic: [s(l), s(N + 1 − l)] among the N = n(n − 1)/2 sorted slopes, with the largest l
 * for which P(inversions < l) ≤ (1 − level)/2. Up to 60 points the distribution of inversions is exact, beyond them
 * normal with variance n(n − 1)(2n + 5)/72. Up to 29% of the points may lie anywhere without carrying the slope away.
 *
 * `varianceInflation` (≥ 1) widens the interval for dependent errors: ranks move from the middle by its square root.
 * Throws RangeError for fewer than two points, x not strictly increasing, values not finite, or a level outside (0, 1).
 * Sources: Theil (1950), A rank-invariant method of linear and polynomial regression analysis; Sen (1968), Estimates of
 * the regression coefficient based on Kendall's tau, JASA 63(324), 1379–1389; for dependent errors Hamed & Rao (1998),
 * A modified Mann–Kendall trend test for autocorrelated data, Journal of Hydrology 204, 182–196.
 */
export function theilSen(
  x: readonly number[],
  y: readonly number[],
  level: number,
  varianceInflation = 1,
): RobustLine {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  if (!(varianceInflation >= 1))
    throw new RangeError(`varianceInflation must be at least 1, got ${varianceInflation}`);
  refuseBadPoints(x, y);
  const slopes = pairSlopes(x, y);
  const slope = middleOf(slopes);
  const intercept = median(y.map((value, i) => value - slope * (x[i] as number)));
  const rank = lowRank(x.length, level, varianceInflation);
  const interval =
    rank < 1 ? undefined : { low: slopes[rank - 1] as number, high: slopes[slopes.length - rank] as number };
  return { slope, intercept, interval };
}

function refuseBadPoints(x: readonly number[], y: readonly number[]): void {
  if (x.length !== y.length) throw new RangeError(`${x.length} values of x stand against ${y.length} of y`);
  if (x.length < 2) throw new RangeError(`a line needs at least two points, got ${x.length}`);
  for (let i = 0; i < x.length; i += 1) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) throw new RangeError(`point ${i} is not finite`);
    if (i > 0 && !((x[i] as number) > (x[i - 1] as number)))
      throw new RangeError(`x must increase, but ${x[i]} follows ${x[i - 1]}`);
  }
}

function pairSlopes(x: readonly number[], y: readonly number[]): Float64Array {
  const slopes = new Float64Array((x.length * (x.length - 1)) / 2);
  let next = 0;
  for (let j = 1; j < x.length; j += 1) {
    for (let i = 0; i < j; i += 1) {
      slopes[next] = ((y[j] as number) - (y[i] as number)) / ((x[j] as number) - (x[i] as number));
      next += 1;
    }
  }
  return slopes.sort();
}

function middleOf(sorted: Float64Array): number {
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}

/** mostExact: up to so many points the distribution of inversions is counted; the normal one is near enough beyond. */
const mostExact = 60;

/** lowRank: the rank of the low end among the sorted slopes (1 is the smallest); below 1 there is no interval. */
function lowRank(n: number, level: number, varianceInflation: number): number {
  const middle = (n * (n - 1)) / 4;
  const tail = (1 - level) / 2;
  const reach =
    n <= mostExact
      ? middle - inversionQuantile(n, tail)
      : tQuantile(1 - tail, n - 2) * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 72);
  return Math.floor(middle - reach * Math.sqrt(varianceInflation));
}

const inversionQuantiles = new Map<string, number>();

/** inversionQuantile: the largest l with P(inversions of a random permutation of n < l) ≤ tail. */
function inversionQuantile(n: number, tail: number): number {
  const key = `${n}/${tail}`;
  const known = inversionQuantiles.get(key);
  if (known !== undefined) return known;
  let sum = 0;
  const found = inversionProbabilities(n).findIndex((p) => (sum += p) > tail + 1e-12);
  inversionQuantiles.set(key, found);
  return found;
}

/** inversionProbabilities: element m inserted into a permutation adds 0..m − 1 inversions, each as likely. */
function inversionProbabilities(n: number): number[] {
  let current = [1];
  for (let m = 2; m <= n; m += 1) {
    const next: number[] = Array(current.length + m - 1).fill(0);
    for (const [k, p] of current.entries()) {
      for (let added = 0; added < m; added += 1) next[k + added] = (next[k + added] as number) + p / m;
    }
    current = next;
  }
  return current;
}

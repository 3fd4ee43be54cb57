/**
 * sampleQuantile gives the quantile q (0 to 1) by linear interpolation between order statistics, with the smallest
 * value at q = 0 and the largest at q = 1: definition 7 of Hyndman & Fan (1996), Sample quantiles in statistical
 * packages, The American Statistician 50(4), 361–365; also the default of R and NumPy.
 * Throws RangeError for no values or a q outside 0..1.
 */
export function sampleQuantile(values: readonly number[], q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile lies between 0 and 1, got ${q}`);
  const sorted = ascending(values);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

/** median: the sample quantile at one half. Throws RangeError for no values. */
export function median(values: readonly number[]): number {
  return sampleQuantile(values, 0.5);
}

/** extent: the lowest and the highest value. Throws RangeError for no values. */
export function extent(values: readonly number[]): { low: number; high: number } {
  const sorted = ascending(values);
  return { low: sorted[0] as number, high: sorted[sorted.length - 1] as number };
}

/** OrderInterval: two order statistics of a sample, by value and by rank (1 is the smallest), and what they cover. */
export interface OrderInterval {
  readonly low: number;
  readonly high: number;
  readonly lowRank: number;
  readonly highRank: number;
  /** coverage: the probability that the interval holds the quantile; at least the level that was asked for. */
  readonly coverage: number;
}

/**
 * quantileInterval gives the distribution-free two-sided interval of the quantile q (0 < q < 1) from independent
 * values: [x(l), x(u)] with the largest l and the smallest u that leave at most (1 − level)/2 outside on each side,
 * where the number of values below the quantile is binomial(n, q): P(B < l) and P(B ≥ u).
 * Undefined where the sample is too small to reach the level. Throws RangeError for q or level outside (0, 1).
 * Source: Conover (1999), Practical Nonparametric Statistics, 3rd ed., section 3.2; David & Nagaraja (2003), Order
 * Statistics, 3rd ed., section 7.1.
 */
export function quantileInterval(
  values: readonly number[],
  q: number,
  level: number,
): OrderInterval | undefined {
  for (const share of [q, level]) {
    if (!(share > 0 && share < 1)) throw new RangeError(`q and level lie between 0 and 1, got ${share}`);
  }
  const n = values.length;
  const below = binomialCumulative(n, q);
  const tail = (1 - level) / 2 + 1e-12;
  const lowRank = below.findIndex((cumulative) => cumulative > tail);
  const highRank = below.findIndex((cumulative) => 1 - cumulative <= tail) + 1;
  if (lowRank < 1 || highRank < 1 || highRank > n) return undefined;
  const sorted = ascending(values);
  return {
    low: sorted[lowRank - 1] as number,
    high: sorted[highRank - 1] as number,
    lowRank,
    highRank,
    coverage: (below[highRank - 1] as number) - (below[lowRank - 1] as number),
  };
}

/** medianInterval: the distribution-free interval of the median; needs six values at a level of 0.95. */
export function medianInterval(values: readonly number[], level: number): OrderInterval | undefined {
  return quantileInterval(values, 0.5, level);
}

/** binomialCumulative: P(B ≤ k) for k = 0..n, from logarithms because (1 − p)ⁿ underflows for large n. */
function binomialCumulative(n: number, p: number): number[] {
  const cumulative: number[] = [];
  let logTerm = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= n; k += 1) {
    sum += Math.exp(logTerm);
    cumulative.push(Math.min(1, sum));
    logTerm += Math.log((n - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return cumulative;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('a sample without values has no order statistics');
  return [...values].sort((a, b) => a - b);
}

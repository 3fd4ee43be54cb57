import { describe, expect, it } from 'vitest';
import { extent, median, medianInterval, quantileInterval, sampleQuantile } from './order-statistics.ts';
import { seededUniform } from './testing/seeded-random.ts';

const startupsMs = [
  86.1, 88.4, 91, 84.2, 95.7, 90.3, 87.7, 85.9, 101.4, 89.6, 88, 92.2, 86.8, 90.9, 84.9, 93.1, 87.2, 89,
  110.5, 88.9,
];
const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('quantiles of a sample', () => {
  // References: numpy 2.4.6, quantile(values, q), whose default is definition 7 of Hyndman & Fan.
  it.each([
    { q: 0, expected: 84.2 },
    { q: 0.25, expected: 87.1 },
    { q: 0.5, expected: 88.95 },
    { q: 0.9, expected: 96.27 },
    { q: 1, expected: 110.5 },
  ])('agree with NumPy at $q', ({ q, expected }) => {
    expect(sampleQuantile(startupsMs, q)).toBeCloseTo(expected, 10);
  });

  it('leave the sample in the order in which it came', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('sort numbers as numbers', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('give the middle value, or the mean of the two in the middle', () => {
    expect(median([5])).toBe(5);
    expect(median([1, 2, 4])).toBe(2);
    expect(median([1, 2, 4, 8])).toBe(3);
  });

  it('have a lowest and a highest value', () => {
    expect(extent(startupsMs)).toEqual({ low: 84.2, high: 110.5 });
  });

  it('do not exist for an empty sample or outside 0 to 1', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => extent([])).toThrow(RangeError);
    expect(() => sampleQuantile([1], 1.1)).toThrow(RangeError);
    expect(() => sampleQuantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('the distribution-free interval of a quantile', () => {
  // References: scipy 1.17.1, stats.quantile_test(range(1, n + 1), p=q).confidence_interval(level), whose values are
  // the ranks, and stats.binom.cdf for the coverage. Ranks 6 and 15 of 20 also stand in the tables of Conover (1999).
  it.each([
    { n: 6, q: 0.5, level: 0.95, lowRank: 1, highRank: 6, coverage: 0.96875 },
    { n: 20, q: 0.5, level: 0.95, lowRank: 6, highRank: 15, coverage: 0.9586105346679688 },
    { n: 100, q: 0.5, level: 0.95, lowRank: 40, highRank: 61, coverage: 0.964799799782295 },
    { n: 100, q: 0.9, level: 0.95, lowRank: 84, highRank: 96, coverage: 0.955690107191223 },
  ])('lies between ranks $lowRank and $highRank of $n for q = $q', ({ n, q, level, ...expected }) => {
    const interval = quantileInterval(oneTo(n), q, level);
    expect(interval).toMatchObject({ lowRank: expected.lowRank, highRank: expected.highRank });
    expect(interval?.coverage).toBeCloseTo(expected.coverage, 10);
  });

  it('gives the values at those ranks', () => {
    expect(medianInterval(startupsMs, 0.95)).toMatchObject({ low: 87.2, high: 91 });
    expect(medianInterval(startupsMs, 0.99)).toMatchObject({ low: 86.1, high: 93.1 });
  });

  it.each([
    { n: 0, q: 0.5 },
    { n: 5, q: 0.5 },
    { n: 20, q: 0.9 },
    { n: 20, q: 0.1 },
  ])('is undefined for q = $q of $n values, which are too few for 95%', ({ n, q }) => {
    expect(quantileInterval(oneTo(n), q, 0.95)).toBeUndefined();
  });

  it('does not underflow for ten thousand values', () => {
    // scipy 1.17.1: stats.binom.ppf(0.025, 10000, 0.5) = 4902, and 10000 + 1 - 4902 by symmetry.
    expect(medianInterval(oneTo(10_000), 0.95)).toMatchObject({ lowRank: 4902, highRank: 5099 });
  });

  it.each([
    [0, 0.95],
    [1, 0.95],
    [0.5, 0],
    [0.5, 1],
    [Number.NaN, 0.95],
  ])('refuses q = %d at level %d', (q, level) => {
    expect(() => quantileInterval([1, 2, 3], q, level)).toThrow(RangeError);
  });

  it('holds the true median of a skewed distribution as often as it says', () => {
    const uniform = seededUniform(42);
    const repeats = 4000;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const exponential = Array.from({ length: 20 }, () => -Math.log(1 - uniform()));
      const interval = medianInterval(exponential, 0.95);
      if (interval !== undefined && interval.low <= Math.LN2 && Math.LN2 <= interval.high) held += 1;
    }
    // Four standard errors of a share of 0.959 over 4,000 repeats are 0.0126.
    expect(Math.abs(held / repeats - 0.9586)).toBeLessThan(0.0126);
  });
});

import { describe, expect, it } from 'vitest';
import { quantileShareInterval } from './quantile-interval.ts';
import { sampleQuantile } from './order-statistics.ts';
import { seededNormal } from './testing/seeded-random.ts';

describe('the interval of a quantile from shares per window', () => {
  // References: scipy 1.17.1, stats.t.interval(level, n - 1, loc=mean, scale=stats.sem(shares)), clamped by hand.
  it.each([
    {
      shares: [0.48, 0.52, 0.55, 0.45, 0.5, 0.51, 0.47],
      level: 0.95,
      low: 0.466139004899033,
      high: 0.5281467093866811,
    },
    { shares: [1, 0.98, 1, 0.97, 1, 0.99], level: 0.99, low: 0.9691781031668848, high: 1 },
    { shares: [0, 0.02, 0, 0.03, 0, 0.01], level: 0.99, low: 0, high: 1 - 0.9691781031668848 },
  ])('agrees with SciPy and stays between 0 and 1 for $shares', ({ shares, level, low, high }) => {
    const interval = quantileShareInterval(shares, level);
    expect(interval?.low).toBeCloseTo(low, 10);
    expect(interval?.high).toBeCloseTo(high, 10);
  });

  it.each([0, 1, 4])('is undefined for %d windows', (windows) => {
    expect(quantileShareInterval(Array(windows).fill(0.5), 0.95)).toBeUndefined();
  });

  it('exists from five windows on', () => {
    expect(quantileShareInterval([0.4, 0.5, 0.5, 0.5, 0.6], 0.95)).toBeDefined();
  });

  it.each([0, 1, 95, Number.NaN])('refuses the level %d', (level) => {
    expect(() => quantileShareInterval([0.5, 0.5, 0.5, 0.5, 0.5], level)).toThrow(RangeError);
  });

  // A sequence whose neighbours correlate by 0.8: the interval for independent values holds its median in about half
  // of the runs only, this one must come close to its level.
  it.each([0.5, 0.9])('holds the true quantile %d of a strongly dependent sequence', (q) => {
    const trueQuantile = q === 0.5 ? 0 : 1.2815515655446004;
    const repeats = 600;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const values = autoregressive(2000, 0.8, 7000 + repeat);
      const interval = quantileShareInterval(sharesBelow(values, sampleQuantile(values, q), 10), 0.95);
      if (interval === undefined) continue;
      const low = sampleQuantile(values, interval.low);
      const high = sampleQuantile(values, interval.high);
      if (low <= trueQuantile && trueQuantile <= high) held += 1;
    }
    expect(held / repeats).toBeGreaterThan(0.92);
    expect(held / repeats).toBeLessThan(0.98);
  });
});

/** autoregressive: x(i) = φ x(i − 1) + √(1 − φ²) e(i), standard normal at every i. */
function autoregressive(length: number, phi: number, seed: number): number[] {
  const normal = seededNormal(seed);
  const values = [normal()];
  while (values.length < length) {
    values.push(phi * (values[values.length - 1] as number) + Math.sqrt(1 - phi * phi) * normal());
  }
  return values;
}

function sharesBelow(values: readonly number[], limit: number, windows: number): number[] {
  const size = values.length / windows;
  return Array.from({ length: windows }, (_, window) => {
    const slice = values.slice(window * size, (window + 1) * size);
    return slice.filter((value) => value <= limit).length / size;
  });
}

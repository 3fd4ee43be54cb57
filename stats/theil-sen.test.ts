import { describe, expect, it } from 'vitest';
import { seededNormal } from './testing/seeded-random.ts';
import { theilSen } from './theil-sen.ts';

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('the Theil–Sen line', () => {
  it('finds the slope of Sen’s own example (1968, section 6) and its interval', () => {
    // Reference: scipy 1.17.1, stats.theilslopes(y, x, 0.95).
    const line = theilSen([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78], 0.95);
    expect(line.slope).toBeCloseTo(4, 10);
    expect(line.intercept).toBeCloseTo(6, 10);
    expect(line.interval?.low).toBeCloseTo(3.7142857142857144, 10);
    expect(line.interval?.high).toBeCloseTo(4.375, 10);
  });

  it('is not carried away by one wild value', () => {
    const y = oneTo(15).map((x) => 3 * x + (x === 7 ? 1e6 : 0));
    expect(theilSen(oneTo(15), y, 0.9).slope).toBeCloseTo(3, 10);
  });

  it('has no interval where the points cannot reach the level', () => {
    expect(theilSen([1, 2, 3, 4], [1, 2, 4, 3], 0.95).interval).toBeUndefined();
    expect(theilSen(oneTo(5), oneTo(5), 0.95).interval).toBeDefined();
  });

  it('widens its interval for dependent errors, up to having none', () => {
    const normal = seededNormal(5);
    const y = oneTo(12).map(() => normal());
    const width = (inflation: number) => {
      const interval = theilSen(oneTo(12), y, 0.9, inflation).interval;
      return interval === undefined ? Infinity : interval.high - interval.low;
    };
    expect(width(2)).toBeGreaterThan(width(1));
    expect(width(30)).toBe(Infinity);
  });

  it.each([12, 80])('holds the true slope of %d points as often as it says', (n) => {
    const normal = seededNormal(61);
    const repeats = n > 60 ? 400 : 1500;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const y = oneTo(n).map((x) => 2 * x + normal());
      const interval = theilSen(oneTo(n), y, 0.95).interval;
      if (interval !== undefined && interval.low <= 2 && 2 <= interval.high) held += 1;
    }
    // Four standard errors of a share of 0.955 over 400 repeats are 0.041; the level is a lower bound.
    expect(held / repeats).toBeGreaterThan(0.95 - 0.03);
    expect(held / repeats).toBeLessThan(0.95 + 0.035);
  });

  it.each([
    { x: [1], y: [1], why: 'at least two points' },
    { x: [1, 1], y: [1, 2], why: 'x must increase' },
    { x: [1, 2], y: [1], why: 'stand against' },
    { x: [1, 2], y: [1, Number.NaN], why: 'not finite' },
  ])('refuses $x against $y', ({ x, y, why }) => {
    expect(() => theilSen(x, y, 0.95)).toThrow(why);
  });

  it('refuses a level outside 0 to 1 and an inflation that narrows', () => {
    expect(() => theilSen([1, 2], [1, 2], 1)).toThrow('level');
    expect(() => theilSen([1, 2], [1, 2], 0.9, 0.5)).toThrow('varianceInflation');
  });
});

import { describe, expect, it } from 'vitest';
import { pairedRatio, type Pair } from './paired-ratio.ts';
import { seededNormal } from './testing/seeded-random.ts';

const twoPercent: Pair[] = [100, 120, 90, 110].map((base) => ({ base, changed: 1.02 * base }));

describe('the ratio of pairs', () => {
  it('is exact, with no width, where every pair says the same', () => {
    const found = pairedRatio(twoPercent, 0.95);
    expect(found?.ratio).toBeCloseTo(1.02, 12);
    expect(found?.interval?.low).toBeCloseTo(1.02, 9);
    expect(found?.interval?.high).toBeCloseTo(1.02, 9);
    expect(found?.pairs).toBe(4);
  });

  it('has the Hodges–Lehmann estimate and the t interval of the logarithms', () => {
    // d = 0, 0.01, 0.02, 0.05: Walsh averages sorted 0 .005 .01 .01 .015 .02 .025 .03 .035 .05, median 0.0175;
    // mean 0.02, s/√4 = 0.0108012345, t(0.975; 3) = 3.1824463053 (scipy 1.17.1).
    const pairs = [0, 0.01, 0.02, 0.05].map((d) => ({ base: 10, changed: 10 * Math.exp(d) }));
    const found = pairedRatio(pairs, 0.95);
    expect(Math.log(found?.ratio ?? 0)).toBeCloseTo(0.0175, 12);
    expect(Math.log(found?.interval?.low ?? 0)).toBeCloseTo(0.02 - 3.1824463053 * 0.0108012345, 9);
    expect(Math.log(found?.interval?.high ?? 0)).toBeCloseTo(0.02 + 3.1824463053 * 0.0108012345, 9);
  });

  it('is not carried away by one wild pair', () => {
    expect(pairedRatio([...twoPercent, { base: 1, changed: 1000 }], 0.95)?.ratio).toBeCloseTo(1.02, 9);
  });

  it('has no interval for one pair, and is undefined for none', () => {
    expect(pairedRatio([{ base: 2, changed: 3 }], 0.95)).toEqual({
      ratio: 1.5,
      interval: undefined,
      pairs: 1,
    });
    expect(pairedRatio([], 0.95)).toBeUndefined();
  });

  it('holds the true ratio in about 95 of 100 samples of six pairs whose bases differ widely', () => {
    const normal = seededNormal(8);
    const repeats = 2000;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const pairs = Array.from({ length: 6 }, () => {
        const base = 100 * Math.exp(normal());
        return { base, changed: base * 1.02 * Math.exp(0.03 * normal()) };
      });
      const interval = pairedRatio(pairs, 0.95)?.interval;
      if (interval !== undefined && interval.low <= 1.02 && 1.02 <= interval.high) held += 1;
    }
    // Four standard errors of a share of 0.95 over 2,000 repeats are 0.0195.
    expect(Math.abs(held / repeats - 0.95)).toBeLessThan(0.0195);
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses %d in a pair', (value) => {
    expect(() => pairedRatio([{ base: 1, changed: value }], 0.95)).toThrow(RangeError);
    expect(() => pairedRatio([{ base: value, changed: 1 }], 0.95)).toThrow(RangeError);
  });

  it('refuses a level outside 0 to 1', () => {
    expect(() => pairedRatio(twoPercent, 1)).toThrow('level');
  });
});

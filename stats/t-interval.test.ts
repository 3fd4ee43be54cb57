import { describe, expect, it } from 'vitest';
import { seededNormal } from './testing/seeded-random.ts';
import { tInterval } from './t-interval.ts';

// Height differences of Darwin's maize pairs in eighths of an inch: Fisher (1935), The Design of Experiments, section 16.
const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('the t interval of a mean', () => {
  // References: scipy 1.17.1, stats.t.interval(level, n - 1, loc=mean, scale=stats.sem(values)).
  it.each([
    {
      values: darwin,
      level: 0.95,
      mean: 20.933333333333334,
      low: 0.031193318392979563,
      high: 41.83547334827369,
    },
    { values: darwin, level: 0.99, mean: 20.933333333333334, low: -8.077655958419331, high: 49.944322625086 },
    { values: [1, 2], level: 0.95, mean: 1.5, low: -4.853102368087347, high: 7.853102368087347 },
  ])('agrees with SciPy for $values.length values at $level', ({ values, level, mean, low, high }) => {
    const interval = tInterval(values, level);
    expect(interval?.mean).toBeCloseTo(mean, 10);
    expect(interval?.low).toBeCloseTo(low, 9);
    expect(interval?.high).toBeCloseTo(high, 9);
  });

  it('has no width when all values are equal', () => {
    expect(tInterval([3, 3, 3], 0.95)).toEqual({ mean: 3, low: 3, high: 3 });
  });

  it.each([[[]], [[4]]])('is undefined for %j, where nothing is known about the spread', (values) => {
    expect(tInterval(values, 0.95)).toBeUndefined();
  });

  it.each([0, 1, -0.1, 95, Number.NaN])('refuses the level %d', (level) => {
    expect(() => tInterval([1, 2, 3], level)).toThrow(RangeError);
  });

  it('holds the true mean in about 95 of 100 samples of ten', () => {
    const normal = seededNormal(20_261_103);
    const repeats = 4000;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const interval = tInterval(Array.from({ length: 10 }, normal), 0.95);
      if (interval !== undefined && interval.low <= 0 && interval.high >= 0) held += 1;
    }
    // Four standard errors of a share of 0.95 over 4,000 repeats are 0.014.
    expect(Math.abs(held / repeats - 0.95)).toBeLessThan(0.014);
  });
});

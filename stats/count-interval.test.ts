import { describe, expect, it } from 'vitest';
import { countInterval, shareInterval } from './count-interval.ts';

describe('the exact interval of a share', () => {
  // References: scipy 1.17.1, stats.binomtest(x, n).proportion_ci(0.95, 'exact').
  it.each([
    { x: 3, n: 100, low: 0.006229971538306227, high: 0.08517605297428028 },
    { x: 17, n: 40, low: 0.270429031268837, high: 0.5910994195730367 },
    { x: 0, n: 50, low: 0, high: 0.07112173646420458 },
    { x: 50, n: 50, low: 0.9288782635357954, high: 1 },
    { x: 1, n: 1000, low: 2.5317487491674634e-5, high: 0.0055589242798499 },
  ])('agrees with SciPy for $x of $n', ({ x, n, low, high }) => {
    const share = shareInterval(x, n, 0.95);
    expect(share?.value).toBe(x / n);
    expect(share?.low).toBeCloseTo(low, 12);
    expect(share?.high).toBeCloseTo(high, 12);
  });

  it('stays exact for a few losses in ten million', () => {
    // So rare an event is Poisson: Garwood's interval of 3, over n.
    const share = shareInterval(3, 10_000_000, 0.95);
    expect((share?.low ?? 0) * 1e7).toBeCloseTo(0.6186721228956014, 5);
    expect((share?.high ?? 0) * 1e7).toBeCloseTo(8.767273069742323, 4);
  });

  it('is undefined for no trials', () => {
    expect(shareInterval(0, 0, 0.95)).toBeUndefined();
  });

  it.each([
    [3, 2, 0.95],
    [-1, 2, 0.95],
    [0.5, 2, 0.95],
    [1, 2.5, 0.95],
    [1, 2, 1],
  ])('refuses %d of %d at %d', (x, n, level) => {
    expect(() => shareInterval(x, n, level)).toThrow(RangeError);
  });
});

describe('the exact interval of a count', () => {
  // References: scipy 1.17.1, stats.chi2.ppf(0.025, 2 k)/2 and stats.chi2.ppf(0.975, 2 k + 2)/2.
  it.each([
    { count: 0, low: 0, high: 3.6888794541139354 },
    { count: 3, low: 0.6186721228956014, high: 8.767273069742323 },
    { count: 10, low: 4.7953886961324335, high: 18.39035604201778 },
    { count: 100, low: 81.36399125092314, high: 121.62679382242638 },
  ])('agrees with SciPy for $count', ({ count, low, high }) => {
    const interval = countInterval(count, 0.95);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it.each([
    [-1, 0.95],
    [1.5, 0.95],
    [1, 0],
  ])('refuses %d at %d', (count, level) => {
    expect(() => countInterval(count, level)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { leastSquares } from './least-squares.ts';

describe('least squares', () => {
  it('gives the coefficients, the sum of squares and the covariance of a line', () => {
    // y = 1, 3, 2, 5 at x = 0..3: slope 1.1, intercept 1.1, squares 2.7, inverse normal matrix by hand.
    const fit = leastSquares(
      [0, 1, 2, 3].map((x) => [1, x]),
      [1, 3, 2, 5],
    );
    expect(fit?.coefficients[0]).toBeCloseTo(1.1, 12);
    expect(fit?.coefficients[1]).toBeCloseTo(1.1, 12);
    expect(fit?.squares).toBeCloseTo(2.7, 12);
    expect(fit?.inverse.flat()).toEqual([0.7, -0.3, -0.3, 0.2].map((value) => expect.closeTo(value, 12)));
  });

  it('is exact for columns of very different size', () => {
    const rows = [1, 2, 3, 4, 5].map((x) => [1, 1e6 * x, 1e-6 * x * x]);
    const fit = leastSquares(
      rows,
      rows.map(([a, b, c]) => 3 * (a ?? 0) + 2e-6 * (b ?? 0) + 5e6 * (c ?? 0)),
    );
    for (const [j, value] of [3, 2e-6, 5e6].entries())
      expect((fit?.coefficients[j] ?? 0) / value).toBeCloseTo(1, 8);
  });

  it('counts a value of weight two as two values', () => {
    const rows = [[1], [1]];
    expect(leastSquares(rows, [0, 3], [1, 2])?.coefficients[0]).toBeCloseTo(2, 12);
  });

  it('is undefined where columns are alike or points too few', () => {
    expect(
      leastSquares(
        [1, 2, 3].map((x) => [x, 2 * x]),
        [1, 2, 3],
      ),
    ).toBeUndefined();
    expect(leastSquares([[1, 2]], [3])).toBeUndefined();
  });

  it('refuses lengths that differ', () => {
    expect(() => leastSquares([[1]], [1, 2])).toThrow(RangeError);
    expect(() => leastSquares([[1]], [1], [1, 1])).toThrow(RangeError);
  });
});

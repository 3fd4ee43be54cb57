/** LinearFit: the coefficients that minimise Σ w (y − Σ c x)², that sum, and the inverse of the normal matrix. */
export interface LinearFit {
  readonly coefficients: readonly number[];
  readonly squares: number;
  /** inverse: times the variance of an error of weight 1, the covariance of the coefficients. */
  readonly inverse: readonly (readonly number[])[];
}

/**
 * leastSquares fits y to a few columns (one row of x per value of y) with weights (default 1), by the normal equations
 * of columns scaled to unit length: exact enough for up to four columns that are not nearly alike.
 * Undefined where the columns do not determine the coefficients. Throws RangeError where lengths differ.
 * Source: Lawson & Hanson (1974), Solving Least Squares Problems, chapter 19.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[] = y.map(() => 1),
): LinearFit | undefined {
  if (rows.length !== y.length || weights.length !== y.length)
    throw new RangeError(
      `${rows.length} rows and ${weights.length} weights stand against ${y.length} values`,
    );
  const columns = rows[0]?.map((_, j) => rows.map((row) => row[j] as number)) ?? [];
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number) * (weights[i] as number), 0);
  const scales = columns.map((column) => Math.sqrt(dot(column, column)));
  const scaled = columns.map((column, j) => column.map((value) => value / (scales[j] as number)));
  const unitInverse = inverted(scaled.map((a) => scaled.map((b) => dot(a, b))));
  if (unitInverse === undefined) return undefined;
  const inverse = unitInverse.map((row, i) =>
    row.map((value, j) => value / (scales[i] as number) / (scales[j] as number)),
  );
  const against = columns.map((column) => dot(column, y));
  const coefficients = inverse.map((row) => row.reduce((sum, v, j) => sum + v * (against[j] as number), 0));
  const off = rows.map((row, i) =>
    row.reduce((rest, x, j) => rest - x * (coefficients[j] as number), y[i] as number),
  );
  return { coefficients, squares: dot(off, off), inverse };
}

/** smallestPivot: below it, columns of unit length count as dependent. */
const smallestPivot = 1e-12;

/** inverted: Gauss–Jordan on a symmetric positive matrix, whose pivots need no exchange. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k += 1) {
    const pivotRow = work[k] as number[];
    const pivot = pivotRow[k] as number;
    if (!(pivot > smallestPivot)) return undefined;
    for (let j = 0; j < 2 * n; j += 1) pivotRow[j] = (pivotRow[j] as number) / pivot;
    for (const row of work) {
      const factor = row[k] as number;
      if (row === pivotRow || factor === 0) continue;
      for (let j = 0; j < 2 * n; j += 1) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return work.map((row) => row.slice(n));
}

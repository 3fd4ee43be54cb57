import { leastSquares } from './least-squares.ts';

/** CurvePoint: the mean throughput of all repetitions at n, and how heavily their sum of squares counts. */
export interface CurvePoint {
  readonly n: number;
  readonly throughput: number;
  readonly weight: number;
}

/**
 * Curve: throughput(n) = n / (fixed(n) + Σ c · columns(n)) with every c ≥ 0. The Universal Scalability Law is one, and
 * so it stays where one of its parameters is held: that is what a profile asks for.
 */
export interface Curve {
  readonly columns: (n: number) => readonly number[];
  readonly fixed?: (n: number) => number;
}

export interface CurveFit {
  readonly coefficients: readonly number[];
  readonly squares: number;
}

const mostSteps = 60;

/**
 * fitCurve minimises Σ weight · (throughput − curve)² by Gauss–Newton. Since n/throughput is linear in the coefficients,
 * each step is a linear problem with c ≥ 0, solved exactly; n/throughput as measured is the start, so that no guess of
 * starting values is needed. Steps are halved until they improve. Source: Bates & Watts (1988), section 2.2.
 */
export function fitCurve(points: readonly CurvePoint[], curve: Curve): CurveFit {
  let best = solved(
    points,
    curve,
    points.map((point) => point.n / point.throughput),
  );
  for (let step = 0; step < mostSteps; step += 1) {
    const next = improved(points, curve, best);
    const gain = best.squares - next.squares;
    best = next;
    if (!(gain > 1e-12 * best.squares)) break;
  }
  return best;
}

function improved(points: readonly CurvePoint[], curve: Curve, from: CurveFit): CurveFit {
  const around = points.map((point) => denominator(curve, from.coefficients, point.n));
  const full = solved(points, curve, around);
  for (let share = 1; share > 1e-4; share /= 2) {
    const coefficients = from.coefficients.map((c, j) => c + share * ((full.coefficients[j] as number) - c));
    const squares = squaresOf(points, curve, coefficients);
    if (squares < from.squares) return { coefficients, squares };
  }
  return from;
}

/** solved: the coefficients of the problem made linear around the given denominators q, n/X ≈ q − (X − n/q) q²/n. */
function solved(points: readonly CurvePoint[], curve: Curve, around: readonly number[]): CurveFit {
  const rows = points.map(({ n }) => curve.columns(n));
  const target = points.map(({ n, throughput }, i) => {
    const q = around[i] as number;
    return q - ((throughput - n / q) * q * q) / n - (curve.fixed?.(n) ?? 0);
  });
  const weights = points.map(({ n, weight }, i) => (weight * n * n) / (around[i] as number) ** 4);
  const coefficients = nonNegative(rows, target, weights);
  return { coefficients, squares: squaresOf(points, curve, coefficients) };
}

/**
 * nonNegative: of all subsets of columns, the one whose coefficients are ≥ 0 with the smallest squares; with three
 * columns at most there are seven. Source: Lawson & Hanson (1974), chapter 23, whose algorithm searches the same sets.
 */
function nonNegative(
  rows: readonly (readonly number[])[],
  target: readonly number[],
  weights: readonly number[],
): number[] {
  const size = rows[0]?.length ?? 0;
  let best = { squares: Infinity, coefficients: Array<number>(size).fill(0) };
  for (let set = 2 ** size - 1; set > 0; set -= 1) {
    const chosen = Array.from({ length: size }, (_, j) => j).filter((j) => (set >> j) & 1);
    const part = rows.map((row) => chosen.map((j) => row[j] as number));
    const fit = leastSquares(part, target, weights);
    if (fit === undefined || fit.coefficients.some((c) => c < 0) || fit.squares >= best.squares) continue;
    const coefficients = Array<number>(size).fill(0);
    for (const [k, j] of chosen.entries()) coefficients[j] = fit.coefficients[k] as number;
    best = { squares: fit.squares, coefficients };
    // All columns and no sign in the way: no subset can do better.
    if (chosen.length === size) break;
  }
  return best.coefficients;
}

function denominator(curve: Curve, coefficients: readonly number[], n: number): number {
  return curve
    .columns(n)
    .reduce((sum, value, j) => sum + value * (coefficients[j] as number), curve.fixed?.(n) ?? 0);
}

function squaresOf(points: readonly CurvePoint[], curve: Curve, coefficients: readonly number[]): number {
  return points.reduce((sum, { n, throughput, weight }) => {
    const q = denominator(curve, coefficients, n);
    return sum + (q > 0 ? weight * (throughput - n / q) ** 2 : Infinity);
  }, 0);
}

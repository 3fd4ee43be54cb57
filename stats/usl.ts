import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { fitCurve, type Curve, type CurvePoint } from './usl-curve.ts';
import { profileInterval, type ProfileRange } from './usl-profile.ts';

/** ScalePoint: the throughput (per second, or any one unit) of one repetition with n replicas (or clients, or cores). */
export interface ScalePoint {
  readonly n: number;
  readonly throughput: number;
}

/** Estimate: a fitted value with its two-sided interval; no interval where there are no more points than parameters. */
export interface Estimate {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
}

/** UslFit: what the law says about the points. */
export interface UslFit {
  readonly fitted: true;
  /** lambda: throughput of one. sigma: contention, the serial share. kappa: coherency, the cost of each pair. */
  readonly lambda: Estimate;
  readonly sigma: Estimate;
  readonly kappa: Estimate;
  /** form: the simplest law that the intervals admit; amdahl has no coherency, linear neither of both. */
  readonly form: 'linear' | 'amdahl' | 'usl';
  readonly peak:
    | { readonly found: true; readonly n: Estimate; readonly throughput: number }
    | { readonly found: false; readonly reason: string };
  /** shares: of the time per request at the largest n, what is work, waiting for others, and agreeing with others. */
  readonly shares: {
    readonly n: number;
    readonly work: number;
    readonly contention: number;
    readonly coherency: number;
  };
  /** noise: the standard deviation of a repetition about the law, as a share of it (or absolute, as asked for). */
  readonly noise: number | undefined;
}

export type UslResult = UslFit | { readonly fitted: false; readonly reason: string };

/** UslOptions: relative errors (default) grow with the throughput, absolute ones do not; level of the intervals. */
export interface UslOptions {
  readonly errors?: 'relative' | 'absolute';
  readonly level?: number;
}

/** uslThroughput: X(n) = λ n / (1 + σ (n − 1) + κ n (n − 1)). */
export function uslThroughput(
  n: number,
  { lambda, sigma, kappa }: { lambda: number; sigma: number; kappa: number },
): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/**
 * fitUsl fits the Universal Scalability Law, λ > 0, σ ≥ 0, κ ≥ 0, by least squares. Intervals (default 0.95) are those of
 * the profile of the sum of squares: all values of a parameter for which it stays within s² t² of its least. Unlike a
 * bootstrap over three or five repetitions these are not too narrow, and unlike the delta method they know that σ and κ
 * end at 0. The peak, √((1 − σ)/κ), is given where 0 is not in the interval of κ, with the same kind of interval.
 *
 * Not fitted: fewer than three distinct n, and throughputs that jump up by far more than n does. A milder gain beyond
 * linear is fitted as linear, with its misfit in the noise.
 * Throws RangeError for n < 1, a throughput that is not positive, or a level outside (0, 1).
 * Source: Gunther (2007), Guerrilla Capacity Planning, chapter 5; λ as a third parameter: Gunther (2018),
 * USL Scalability Modeling with Three Parameters.
 */
export function fitUsl(points: readonly ScalePoint[], options: UslOptions = {}): UslResult {
  const { errors = 'relative', level = 0.95 } = options;
  refuseBadInput(points, level);
  const groups = Map.groupBy(points, (point) => point.n);
  if (groups.size < 3) return { fitted: false, reason: `needs three different n, has ${groups.size}` };
  const means = [...groups].map(([n, group]) => meanPoint(n, group, errors));
  const pure = points.reduce((sum, point) => sum + pureSquares(point, means, groups), 0);
  const fit = fitCurve(means, law);
  if (!(fit.squares < Infinity && (fit.coefficients[0] as number) > 0))
    return { fitted: false, reason: 'more than one is faster by far than the law can be: check the points' };
  const squares = fit.squares + pure;
  const freedom = points.length - 3;
  const noise = freedom > 0 ? Math.sqrt(squares / freedom) : undefined;
  const t = freedom > 0 ? tQuantile(1 - (1 - level) / 2, freedom) : Number.NaN;
  const limit = noise === undefined ? undefined : fit.squares * (1 + 1e-9) + (noise * t) ** 2;
  return described(fit.coefficients, means, limit, noise);
}

/** law: n/X = 1/λ + (σ/λ)(n − 1) + (κ/λ) n (n − 1). */
const law: Curve = { columns: (n) => [1, n - 1, n * (n - 1)] };

/** held: the law with one parameter at a value. With the peak at m, σ = 1 − κ m². */
const held = {
  lambda: (value: number): Curve => ({ columns: (n) => [n - 1, n * (n - 1)], fixed: () => 1 / value }),
  sigma: (value: number): Curve => ({ columns: (n) => [1 + value * (n - 1), n * (n - 1)] }),
  kappa: (value: number): Curve => ({ columns: (n) => [1 + value * n * (n - 1), n - 1] }),
  peak: (m: number): Curve => ({ columns: (n) => [m * m * n + (n - 1) * (n - m * m), n] }),
};

function described(
  [a = 0, b = 0, c = 0]: readonly number[],
  means: readonly CurvePoint[],
  limit: number | undefined,
  noise: number | undefined,
): UslFit {
  const estimate = (name: keyof typeof held, range: ProfileRange): Estimate => ({
    value: range.best,
    interval:
      limit === undefined
        ? undefined
        : profileInterval((value) => fitCurve(means, held[name](value)).squares, limit, range),
  });
  const most = 100 * Math.max(...means.map((mean) => mean.throughput));
  const lambda = estimate('lambda', { best: 1 / a, lowest: 1e-3 / a, highest: Math.max(most, 2 / a) });
  const sigma = estimate('sigma', { best: b / a, lowest: 0, highest: Math.max(100, (2 * b) / a) });
  const kappa = estimate('kappa', { best: c / a, lowest: 0, highest: Math.max(100, (2 * c) / a) });
  const n = Math.max(...means.map((mean) => mean.n));
  const values = { lambda: lambda.value, sigma: sigma.value, kappa: kappa.value };
  return {
    fitted: true,
    lambda,
    sigma,
    kappa,
    form: mayBeZero(kappa) ? (mayBeZero(sigma) ? 'linear' : 'amdahl') : 'usl',
    peak: peakOf(values, kappa, n, (best) => estimate('peak', { best, lowest: 0, highest: 1000 * n + best })),
    shares: sharesAt(n, values),
    noise,
  };
}

function mayBeZero({ value, interval }: Estimate): boolean {
  return (interval?.low ?? value) <= 0;
}

function peakOf(
  values: { lambda: number; sigma: number; kappa: number },
  kappa: Estimate,
  largest: number,
  estimate: (best: number) => Estimate,
): UslFit['peak'] {
  if (mayBeZero(kappa)) return { found: false, reason: `no peak is seen within the range, up to ${largest}` };
  if (values.sigma >= 1) return { found: false, reason: 'more than one is never faster than one' };
  const n = estimate(Math.sqrt((1 - values.sigma) / values.kappa));
  return { found: true, n, throughput: uslThroughput(n.value, values) };
}

function sharesAt(n: number, { sigma, kappa }: { sigma: number; kappa: number }): UslFit['shares'] {
  const contention = sigma * (n - 1);
  const coherency = kappa * n * (n - 1);
  const all = 1 + contention + coherency;
  return { n, work: 1 / all, contention: contention / all, coherency: coherency / all };
}

function meanPoint(n: number, group: readonly ScalePoint[], errors: 'relative' | 'absolute'): CurvePoint {
  const throughput = group.reduce((sum, point) => sum + point.throughput, 0) / group.length;
  // The weight comes from the mean of the group: weights from single values would favour the low ones.
  return { n, throughput, weight: errors === 'relative' ? group.length / throughput ** 2 : group.length };
}

function pureSquares(
  point: ScalePoint,
  means: readonly CurvePoint[],
  groups: ReadonlyMap<number, readonly ScalePoint[]>,
): number {
  const mean = means.find(({ n }) => n === point.n) as CurvePoint;
  const each = mean.weight / (groups.get(point.n)?.length ?? 1);
  return each * (point.throughput - mean.throughput) ** 2;
}

function refuseBadInput(points: readonly ScalePoint[], level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  for (const { n, throughput } of points) {
    if (!(Number.isFinite(n) && n >= 1)) throw new RangeError(`n must be at least 1, got ${n}`);
    if (!(Number.isFinite(throughput) && throughput > 0))
      throw new RangeError(`the throughput at n = ${n} must be positive, got ${throughput}`);
  }
}

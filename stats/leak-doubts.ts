import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { leastSquares } from './least-squares.ts';
import { median } from './order-statistics.ts';

/** MemoryPoint: bytes held after a garbage collection, once so many requests had been served since the start. */
export interface MemoryPoint {
  readonly requests: number;
  readonly bytes: number;
}

/** Growth: all points, where the judged ones (the tail) begin, and their slope in bytes per request. */
export interface Growth {
  readonly points: readonly MemoryPoint[];
  readonly tailFrom: number;
  readonly slope: number;
  readonly level: number;
}

/** leakDoubts gives every other explanation of a growth that is as good as a leak; none for a leak. */
export function leakDoubts(growth: Growth): string[] {
  return [maySaturate(growth), mayBeOneStep(growth), wasSeenBefore(growth)].filter(
    (doubt) => doubt !== undefined,
  );
}

/**
 * maySaturate fits bytes = a + b·x + c·(1 − exp(−x/τ)), c ≥ 0, to the last three quarters of the points for every τ up
 * to their whole range, and asks whether a b ≤ 0 is within the interval of any τ that fits as well as the best
 * (profile of the sum of squares: within s²·t² of the least). A growth that bends later than that cannot be told
 * from a leak. Source: Bates & Watts (1988), Nonlinear Regression Analysis, section 6.1.
 */
function maySaturate({ points, level }: Growth): string | undefined {
  const late = points.slice(Math.floor(points.length / 4));
  const fits = saturations(late);
  const best = Math.min(...fits.map((fit) => fit.squares));
  const freedom = late.length - 4;
  const variance = best / freedom;
  const t = tQuantile(1 - (1 - level) / 2, freedom);
  const lows = fits
    .filter((fit) => fit.squares <= best + variance * t * t)
    .map((fit) => fit.slope - t * Math.sqrt(variance * fit.inverse));
  return Math.min(...lows) > 0 ? undefined : 'a growth that levels off explains it as well';
}

interface Saturation {
  readonly slope: number;
  readonly inverse: number;
  readonly squares: number;
}

function saturations(late: readonly MemoryPoint[]): Saturation[] {
  const first = (late[0] as MemoryPoint).requests;
  const range = (late.at(-1) as MemoryPoint).requests - first;
  const bytes = late.map((point) => point.bytes);
  const straight = leastSquares(
    late.map(({ requests }) => [1, (requests - first) / range]),
    bytes,
  );
  const fits = [straight];
  for (let tau = 1; tau > 1 / 20; tau *= 0.8) {
    const rows = late.map(({ requests }) => {
      const x = (requests - first) / range;
      return [1, x, 1 - Math.exp(-x / tau)];
    });
    const bent = leastSquares(rows, bytes);
    if (bent !== undefined && (bent.coefficients[2] as number) > 0) fits.push(bent);
  }
  return fits
    .filter((fit) => fit !== undefined)
    .map((fit) => ({
      slope: fit.coefficients[1] as number,
      inverse: fit.inverse[1]?.[1] as number,
      squares: fit.squares,
    }));
}

/** mayBeOneStep: two levels with one step between them leave smaller squares in the tail than a line does. */
function mayBeOneStep({ points, tailFrom }: Growth): string | undefined {
  const tail = points.slice(tailFrom);
  const bytes = tail.map((point) => point.bytes);
  const line = leastSquares(
    tail.map(({ requests }) => [1, requests]),
    bytes,
  );
  const steps = bytes
    .slice(1)
    .map((_, i) => squaresAround(bytes.slice(0, i + 1)) + squaresAround(bytes.slice(i + 1)));
  if (line !== undefined && line.squares <= Math.min(...steps)) return undefined;
  return 'a single step explains it as well';
}

function squaresAround(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** wasSeenBefore: the end does not lie above the peak before the tail by a quarter of what the tail has grown. */
function wasSeenBefore({ points, tailFrom, slope }: Growth): string | undefined {
  const middles = points.slice(2).map((_, i) => median(points.slice(i, i + 3).map((point) => point.bytes)));
  const peak = Math.max(...middles.slice(0, Math.max(1, tailFrom - 2)));
  const grown =
    slope * ((points.at(-1) as MemoryPoint).requests - (points[tailFrom] as MemoryPoint).requests);
  return (middles.at(-1) as number) - peak >= grown / 4 ? undefined : 'it was as high before';
}

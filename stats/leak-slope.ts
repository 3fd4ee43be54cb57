import { leakDoubts, type MemoryPoint } from './leak-doubts.ts';
import { theilSen, type RobustLine } from './theil-sen.ts';

export type { MemoryPoint } from './leak-doubts.ts';

/** LeakRule: what counts as a leak, and the level of the two-sided interval in (0, 1), default 0.95. */
export interface LeakRule {
  /** tolerableBytesPerRequest: the smallest growth that counts; a slope below it is not a leak. */
  readonly tolerableBytesPerRequest: number;
  readonly level?: number;
}

/** LeakSlope: the growth in bytes per request over the later half of the points, and what it means. */
export interface LeakSlope {
  readonly verdict: 'leaks' | 'does-not' | 'cannot-tell';
  readonly reason: string;
  readonly bytesPerRequest: number | undefined;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** judgedFromRequests: where the later half begins; what was served before it counts as warm-up. */
  readonly judgedFromRequests: number | undefined;
  /** needs: points, and requests at the present spacing, that would probably decide; only with cannot-tell. */
  readonly needs?: { readonly morePoints: number; readonly moreRequests: number };
}

/** fewestPoints: the later half of ten is five, the fewest for which an interval at 0.95 exists. */
const fewestPoints = 10;

/**
 * leakSlope judges whether memory grows with the requests served, from bytes held after garbage collections.
 *
 * The slope is that of Theil and Sen over the later half of the points (the earlier half is warm-up), its interval
 * widened where the errors depend on each other. `leaks`: the interval lies above zero, the slope is at least
 * tolerable, and nothing else explains the growth as well (levelling off, a single step, a height seen before).
 * `does-not`: the interval lies below what is tolerable. Otherwise `cannot-tell`, with the reason and what would decide.
 *
 * Throws RangeError for requests that do not increase, values not finite, or a tolerable growth that is not positive.
 * Sources: Sen (1968) and Hamed & Rao (1998), see theilSen.
 */
export function leakSlope(points: readonly MemoryPoint[], rule: LeakRule): LeakSlope {
  const { tolerableBytesPerRequest: tolerable, level = 0.95 } = rule;
  if (!(tolerable > 0)) throw new RangeError(`tolerableBytesPerRequest must be positive, got ${tolerable}`);
  if (points.length < fewestPoints) return tooFew(points);
  const tailFrom = Math.floor(points.length / 2);
  const line = tailLine(points.slice(tailFrom), level);
  const judgedFromRequests = points[tailFrom]?.requests;
  const seen = { bytesPerRequest: line.slope, interval: line.interval, judgedFromRequests };
  if (line.interval === undefined)
    return { ...seen, ...undecided('neighbouring points depend on each other too much', points, 2) };
  if (line.interval.high < tolerable)
    return { ...seen, verdict: 'does-not', reason: `grows by less than ${tolerable} bytes per request` };
  if (line.interval.low <= 0 || line.slope < tolerable)
    return { ...seen, ...undecided('the interval is too wide', points, factorToDecide(line, tolerable)) };
  const doubts = leakDoubts({ points, tailFrom, slope: line.slope, level });
  if (doubts.length > 0)
    return { ...seen, ...undecided(`it grows, but ${doubts.join(', and ')}`, points, 2) };
  return { ...seen, verdict: 'leaks', reason: `keeps growing by at least ${tolerable} bytes per request` };
}

function tooFew(points: readonly MemoryPoint[]): LeakSlope {
  const reason = `has ${points.length} points, and needs ${fewestPoints}`;
  const unknown = { bytesPerRequest: undefined, interval: undefined, judgedFromRequests: undefined };
  if (points.length < 2) return { ...unknown, verdict: 'cannot-tell', reason };
  return { ...unknown, ...undecided(reason, points, fewestPoints / points.length) };
}

function undecided(
  reason: string,
  points: readonly MemoryPoint[],
  factor: number,
): Pick<LeakSlope, 'verdict' | 'reason' | 'needs'> & { needs: NonNullable<LeakSlope['needs']> } {
  const served = (points.at(-1) as MemoryPoint).requests - (points[0] as MemoryPoint).requests;
  const morePoints = Math.max(1, Math.ceil(points.length * (factor - 1)));
  const moreRequests = Math.ceil((morePoints * served) / (points.length - 1));
  return { verdict: 'cannot-tell', reason, needs: { morePoints, moreRequests } };
}

/** factorToDecide: the width of a slope's interval falls with the points to the power 3/2, at the same spacing. */
function factorToDecide({ slope, interval }: RobustLine, tolerable: number): number {
  const half = ((interval?.high ?? 0) - (interval?.low ?? 0)) / 2;
  const room = slope >= tolerable ? slope : Math.max(tolerable - slope, tolerable / 4);
  return Math.min(10, Math.max(1.1, 1.1 * (half / room) ** (2 / 3)));
}

function tailLine(tail: readonly MemoryPoint[], level: number): RobustLine {
  const x = tail.map((point) => point.requests);
  const y = tail.map((point) => point.bytes);
  const line = theilSen(x, y, level);
  const off = y.map((bytes, i) => bytes - line.intercept - line.slope * (x[i] as number));
  const inflation = varianceInflation(off);
  return inflation > 1 ? theilSen(x, y, level, inflation) : line;
}

/**
 * varianceInflation: (1 + ρ)/(1 − ρ) for errors that follow each other with the correlation ρ, where it is significantly
 * positive (one-sided 0.05); ρ is freed of its bias about a fitted line, (2 + 4ρ)/n, and at most 0.9.
 */
function varianceInflation(off: readonly number[]): number {
  const n = off.length;
  const squares = off.reduce((sum, value) => sum + value * value, 0);
  const products = off.slice(1).reduce((sum, value, i) => sum + value * (off[i] as number), 0);
  if (!(squares > 0) || n < 6) return 1;
  const found = products / squares;
  if (found < 1.645 / Math.sqrt(n) - 2 / n) return 1;
  const rho = Math.min(0.9, (n * found + 2) / (n - 4));
  return (1 + rho) / (1 - rho);
}

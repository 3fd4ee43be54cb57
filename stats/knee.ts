import { rounded } from './rounded.ts';

/** SweepPoint: one rate of a sweep; rates in requests per second, the response time (one quantile) in milliseconds. */
export interface SweepPoint {
  readonly offeredRps: number;
  readonly achievedRps: number;
  readonly responseTimeMs: { readonly value: number; readonly low?: number };
}

/** sustainedShare: a rate is achieved from this share of the offered one on. */
const sustainedShare = 0.99;

/** Knee: between which two rates of the sweep the system stops keeping up, and what showed it. */
export type Knee =
  | {
      readonly found: true;
      readonly belowRps: number;
      readonly fromRps: number;
      readonly sign: 'achieved-rate' | 'response-time';
      /** straysRps: lower rates that were bad while a higher one was good: the machine was disturbed there. */
      readonly straysRps: readonly number[];
    }
  | { readonly found: false; readonly reason: string };

/**
 * knee finds where a sweep bends: the lowest rate from which on every rate is either achieved by less than 99%, or has a
 * response time (its interval's low end) above `times` that of the lowest rate; default 3.
 *
 * A fixed sign rather than the greatest curvature: Kneedle (Satopää et al. 2011) scales the curve to the range of the
 * sweep, so it finds a knee in any bend and moves it when a rate is added; over five to eight rates this is coarser
 * than the rates themselves. Not found for fewer than three rates, a lowest rate that is not achieved, or no bend.
 * Throws RangeError for `times` not above 1, a rate that is not positive, or one rate given twice.
 * Source: Jain (1991), The Art of Computer Systems Performance Analysis, section 3.3 (knee and usable capacity).
 */
export function knee(points: readonly SweepPoint[], times = 3): Knee {
  if (!(times > 1)) throw new RangeError(`the knee needs a factor above 1, got ${times}`);
  const rising = byRate(points);
  const base = rising[0];
  if (base === undefined || rising.length < 3)
    return { found: false, reason: `needs three rates, has ${rising.length}` };
  if (!isSustained(base))
    return { found: false, reason: `the lowest rate, ${rounded(base.offeredRps)} rps, is not achieved` };
  const isBad = (point: SweepPoint) => signOf(point, base, times) !== undefined;
  const lastGood = rising.findLastIndex((point) => !isBad(point));
  const first = rising[lastGood + 1];
  if (first === undefined) {
    const highest = rising.at(-1) ?? base;
    return { found: false, reason: `keeps up with every rate, up to ${rounded(highest.offeredRps)} rps` };
  }
  return {
    found: true,
    belowRps: rising[lastGood]?.offeredRps as number,
    fromRps: first.offeredRps,
    sign: signOf(first, base, times) as 'achieved-rate' | 'response-time',
    straysRps: rising
      .slice(0, lastGood)
      .filter(isBad)
      .map((point) => point.offeredRps),
  };
}

function signOf(point: SweepPoint, base: SweepPoint, times: number) {
  if (!isSustained(point)) return 'achieved-rate';
  const { value, low = value } = point.responseTimeMs;
  return low > times * base.responseTimeMs.value ? 'response-time' : undefined;
}

function isSustained(point: SweepPoint): boolean {
  return point.achievedRps >= sustainedShare * point.offeredRps;
}

function byRate(points: readonly SweepPoint[]): SweepPoint[] {
  const rising = [...points].sort((a, b) => a.offeredRps - b.offeredRps);
  for (const [i, { offeredRps }] of rising.entries()) {
    if (!(offeredRps > 0)) throw new RangeError(`an offered rate must be positive, got ${offeredRps}`);
    if (rising[i + 1]?.offeredRps === offeredRps) throw new RangeError(`the rate ${offeredRps} stands twice`);
  }
  return rising;
}

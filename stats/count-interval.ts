import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';

/** CountEstimate: a share (0 to 1) or a count with its two-sided interval at the level asked for. */
export interface CountEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * shareInterval gives the share x/n of n independent trials that came out one way (requests that were lost) with the
 * exact interval at `level` in (0, 1): low = B⁻¹(α/2; x, n − x + 1), high = B⁻¹(1 − α/2; x + 1, n − x), α = 1 − level.
 * It holds the true share at least as often as it says. None of n still has a high end, near 3.7/n at 0.95.
 * Undefined for no trials. Throws RangeError for counts that are not whole or x outside 0..n, or the level.
 * Source: Clopper & Pearson (1934), The use of confidence or fiducial limits, Biometrika 26(4), 404–413.
 */
export function shareInterval(x: number, n: number, level: number): CountEstimate | undefined {
  refuseBadInput(x, level);
  if (!Number.isInteger(n) || n < x) throw new RangeError(`${x} of ${n} is not a share of whole trials`);
  if (n === 0) return undefined;
  const tail = (1 - level) / 2;
  return {
    value: x / n,
    low: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
  };
}

/**
 * countInterval gives the expected number of events of a Poisson process of which `count` were seen, with the exact
 * interval at `level` in (0, 1): low = Γ⁻¹(α/2; count, 1), high = Γ⁻¹(1 − α/2; count + 1, 1), α = 1 − level. Divide
 * all three by the seconds (or requests) observed for a rate. Throws RangeError for a count that is not whole, or the level.
 * Source: Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28(3/4), 437–442.
 */
export function countInterval(count: number, level: number): CountEstimate {
  refuseBadInput(count, level);
  const tail = (1 - level) / 2;
  return {
    value: count,
    low: count === 0 ? 0 : gammaQuantile(tail, count, 1),
    high: gammaQuantile(1 - tail, count + 1, 1),
  };
}

function refuseBadInput(count: number, level: number): void {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`a count is a whole number from 0 on, got ${count}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
}

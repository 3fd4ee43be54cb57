import type { Histogram, JsHistogram } from 'hdr-histogram-js';
import { newHistogram, recordMs } from '../../model/histogram.ts';
import type { Interval } from '../../model/load-observation.ts';
import { quantileShareInterval } from '../../../stats/quantile-interval.ts';

const [mostWindows, shortestWindowMs] = [20, 500];
const level = 0.95;

/** Windows cuts the measured stretch into 20 windows, or fewer of half a second, to see how it varies within itself. */
export class Windows {
  readonly #fromMs: number;
  readonly #lengthMs: number;
  readonly #responseTimes: Histogram[];

  constructor(fromMs: number, durationMs: number) {
    const count = Math.max(1, Math.min(mostWindows, Math.floor(durationMs / shortestWindowMs)));
    this.#fromMs = fromMs;
    this.#lengthMs = durationMs / count;
    this.#responseTimes = Array.from({ length: count }, newHistogram);
  }

  /** record adds the response time of a request that was scheduled for `atMs`. */
  record(atMs: number, responseTimeMs: number): void {
    const histogram = this.#responseTimes[Math.floor((atMs - this.#fromMs) / this.#lengthMs)];
    if (histogram !== undefined) recordMs(histogram, responseTimeMs);
  }

  /**
   * interval gives a 95% interval, in milliseconds, for the quantile q of `whole`, the histogram of the whole stretch
   * up to `endMs`; undefined where fewer than five full windows hold answers. The method is quantileShareInterval's.
   *
   * Where many values are equal, more than the share q is at most the estimate; by that excess, all shares are moved,
   * so that they vary around q itself and not around the far end of the equal values.
   */
  interval(whole: Histogram, q: number, endMs: number): Interval | undefined {
    const estimateUs = whole.getValueAtPercentile(q * 100);
    const full = Math.floor((endMs - this.#fromMs) / this.#lengthMs + 1e-9);
    const excess = shareUpTo(whole, estimateUs) - q;
    const shares = this.#responseTimes
      .slice(0, full)
      .filter((histogram) => histogram.totalCount > 0)
      .map((histogram) => shareUpTo(histogram, estimateUs) - excess);
    const share = quantileShareInterval(shares, level);
    return share && { ...valuesAt(whole, share), level, method: 'batch means of the quantile indicator, t' };
  }
}

function shareUpTo(histogram: Histogram, valueUs: number): number {
  const counts = histogram as JsHistogram;
  const last = counts.countsArrayIndex(valueUs);
  let count = 0;
  for (let index = 0; index <= last; index++) count += counts.getCountAtIndex(index);
  return count / histogram.totalCount;
}

function valuesAt(histogram: Histogram, share: { low: number; high: number }): { low: number; high: number } {
  const valueMs = (p: number): number => histogram.getValueAtPercentile(p * 100) / 1000;
  return { low: valueMs(share.low), high: valueMs(share.high) };
}

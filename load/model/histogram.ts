import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
  type JsHistogram,
} from 'hdr-histogram-js';
import { z } from 'zod';
import type { Buckets } from './own-sample.ts';

/** encodedHistogramSchema: an HDR histogram (V2, deflate, base64) of whole microseconds, 3 significant digits. */
export const encodedHistogramSchema = z.strictObject({
  encoding: z.literal('hdr-v2-deflate-base64'),
  unit: z.literal('us'),
  count: z.int().nonnegative(),
  base64: z.string(),
});
export type EncodedHistogram = z.infer<typeof encodedHistogramSchema>;

const highestTrackableUs = 3_600_000_000;

/** newHistogram gives an empty HDR histogram from 1 µs to one hour, three significant digits. */
export function newHistogram(): Histogram {
  return build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestTrackableUs,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
}

/**
 * recordMs adds one duration in milliseconds, clamped to the histogram's range of 1 µs to one hour. It does what
 * `recordValue` does, in a quarter of the time: with 2,048 values of one unit, the bucket of a whole number of 32 bits
 * is found by its leading zeros, where the library takes logarithms and powers.
 */
export function recordMs(histogram: Histogram, durationMs: number): void {
  const us = Math.min(highestTrackableUs, Math.max(1, Math.round(durationMs * 1000)));
  const bucket = Math.max(0, 21 - Math.clz32(us));
  const counts = histogram as JsHistogram;
  counts.incrementCountAtIndex(bucket * 1024 + (us >>> bucket));
  counts.updateMinAndMax(us);
  counts.incrementTotalCount();
}

/** encodeHistogram makes the stored form, from which histograms of several runs can be merged without loss. */
export function encodeHistogram(histogram: Histogram): EncodedHistogram {
  return {
    encoding: 'hdr-v2-deflate-base64',
    unit: 'us',
    count: histogram.totalCount,
    base64: encodeIntoCompressedBase64(histogram),
  };
}

/** decodeHistogram reads the stored form back. */
export function decodeHistogram(encoded: EncodedHistogram): Histogram {
  return decodeFromCompressedBase64(encoded.base64);
}

/** percentilesSchema: milliseconds; null where fewer than 10/(1-q) values stand behind a percentile q, or none at all. */
export const percentilesSchema = z.strictObject({
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
  p999: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

/** samplesNeeded: how many values must stand behind the percentile q (0 < q < 1) before it is printed: 10/(1-q). */
export function samplesNeeded(q: number): number {
  return Math.ceil(10 / (1 - q) - 1e-6);
}

/** percentileMs: the value in milliseconds at quantile q (0 to 1), or null where too few values stand behind it. */
export function percentileMs(histogram: Histogram, q: number): number | null {
  if (histogram.totalCount < samplesNeeded(q)) return null;
  return histogram.getValueAtPercentile(q * 100) / 1000;
}

/** percentiles summarises a histogram of microseconds in milliseconds. */
export function percentiles(histogram: Histogram): Percentiles {
  const empty = histogram.totalCount === 0;
  return {
    p50: percentileMs(histogram, 0.5),
    p90: percentileMs(histogram, 0.9),
    p99: percentileMs(histogram, 0.99),
    p999: percentileMs(histogram, 0.999),
    max: empty ? null : histogram.maxValue / 1000,
    mean: empty ? null : histogram.mean / 1000,
  };
}

/** bucketsOf counts a histogram of microseconds into buckets by their upper bounds in seconds, which rise. */
export function bucketsOf(histogram: Histogram, boundsSeconds: readonly number[]): Buckets {
  const values = histogram as JsHistogram;
  const { totalCount } = histogram;
  let [index, counted] = [0, 0];
  const counts = boundsSeconds.map((bound) => {
    const before = counted;
    const last = values.countsArrayIndex(Math.round(bound * 1e6));
    for (; index <= last; index += 1) counted += values.getCountAtIndex(index);
    return counted - before;
  });
  const sum = totalCount === 0 ? 0 : (histogram.mean * totalCount) / 1e6;
  return { counts: [...counts, totalCount - counted], sum };
}

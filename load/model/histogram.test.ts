import { expect, test } from 'vitest';
import {
  bucketsOf,
  decodeHistogram,
  encodeHistogram,
  newHistogram,
  percentiles,
  recordMs,
  samplesNeeded,
} from './histogram.ts';

function filled(from: number, to: number) {
  const histogram = newHistogram();
  for (let ms = from; ms <= to; ms += 1) recordMs(histogram, ms);
  return histogram;
}

test('percentiles are milliseconds, within the three digits that the histogram keeps', () => {
  const summary = percentiles(filled(1, 10_000));
  expect(summary.p50).toBeCloseTo(5000, -1);
  expect(summary.p999).toBeGreaterThan(9980);
  expect(summary.max).toBeGreaterThanOrEqual(10_000);
});

test('a percentile q is not given from fewer than 10/(1-q) values', () => {
  expect([samplesNeeded(0.5), samplesNeeded(0.9), samplesNeeded(0.99), samplesNeeded(0.999)]).toEqual([
    20, 100, 1000, 10_000,
  ]);
  expect(percentiles(filled(1, 999))).toMatchObject({ p90: expect.any(Number), p99: null, p999: null });
  expect(percentiles(newHistogram())).toEqual({
    p50: null,
    p90: null,
    p99: null,
    p999: null,
    max: null,
    mean: null,
  });
});

test('stored histograms merge into that of all values', () => {
  const merged = decodeHistogram(encodeHistogram(filled(1, 500)));
  merged.add(decodeHistogram(encodeHistogram(filled(501, 1000))));
  const whole = filled(1, 1000);
  for (const q of [10, 50, 90, 99, 99.9])
    expect(merged.getValueAtPercentile(q)).toBe(whole.getValueAtPercentile(q));
  expect(merged.totalCount).toBe(1000);
});

test('values fall into the bucket whose bound is the first not below them, and beyond all bounds into the last', () => {
  const histogram = newHistogram();
  for (const ms of [0.5, 1, 1.5, 2, 5, 900]) recordMs(histogram, ms);
  const { counts, sum } = bucketsOf(histogram, [0.001, 0.002, 0.01]);
  expect(counts).toEqual([2, 2, 1, 1]);
  expect(sum).toBeCloseTo(0.91, 3);
  expect(bucketsOf(newHistogram(), [0.001])).toEqual({ counts: [0, 0], sum: 0 });
});

test('durations outside the range are kept at its ends, not dropped', () => {
  const histogram = newHistogram();
  recordMs(histogram, 0);
  recordMs(histogram, 2 * 3_600_000);
  expect(histogram.totalCount).toBe(2);
});

test('a duration is counted just where the library counts it', () => {
  const sizes = Array.from({ length: 32 }, (_, power) => [2 ** power - 1, 2 ** power, 2 ** power * 1.37 + 1]);
  for (const us of sizes.flat().map(Math.round)) {
    if (us < 1 || us > 3_600_000_000) continue;
    const [ours, theirs] = [newHistogram(), newHistogram()];
    recordMs(ours, us / 1000);
    theirs.recordValue(us);
    expect(encodeHistogram(ours).base64, `${us} µs`).toBe(encodeHistogram(theirs).base64);
    expect([ours.maxValue, ours.minNonZeroValue]).toEqual([theirs.maxValue, theirs.minNonZeroValue]);
  }
});

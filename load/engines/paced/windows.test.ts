import { expect, test } from 'vitest';
import { newHistogram, recordMs } from '../../model/histogram.ts';
import { randomOf, Stream } from './random.ts';
import { Windows } from './windows.ts';

/** recorded gives the windows and the whole of `perSecond` values a second, as `valueMs` says for each moment. */
function recorded(durationMs: number, perSecond: number, valueMs: (atMs: number) => number) {
  const [whole, windows] = [newHistogram(), new Windows(1000, durationMs)];
  for (let i = 0; i < (durationMs * perSecond) / 1000; i++) {
    const atMs = 1000 + (i * 1000) / perSecond;
    const value = valueMs(atMs);
    recordMs(whole, value);
    windows.record(atMs, value);
  }
  return { whole, windows, endMs: 1000 + durationMs };
}

test('the interval of a median holds the estimate, and is narrow where windows are alike', () => {
  const random = randomOf(1, Stream.arrivals);
  const { whole, windows, endMs } = recorded(10_000, 100, () => 10 + 10 * random());
  const interval = windows.interval(whole, 0.5, endMs)!;
  expect(interval.level).toBe(0.95);
  expect(interval.low).toBeLessThan(whole.getValueAtPercentile(50) / 1000);
  expect(interval.high).toBeGreaterThan(whole.getValueAtPercentile(50) / 1000);
  // 1000 independent uniform values on [10, 20): the standard error of the median is 10 / (2 √1000) = 0.16 ms.
  expect(interval.high - interval.low).toBeGreaterThan(0.3);
  expect(interval.high - interval.low).toBeLessThan(1.3);
});

test('95% intervals of the median of independent values hold the truth about 95 times in 100', () => {
  let held = 0;
  const [runs, truth] = [300, 15];
  for (let seed = 0; seed < runs; seed++) {
    const random = randomOf(seed, Stream.arrivals);
    const { whole, windows, endMs } = recorded(5000, 100, () => 10 + 10 * random());
    const interval = windows.interval(whole, 0.5, endMs)!;
    if (interval.low <= truth && truth <= interval.high) held++;
  }
  // Five standard errors of a share of 95% in 300 runs are 6.3%.
  expect(held / runs).toBeGreaterThan(0.887);
});

test('a slow stretch widens the interval as independent values of the same distribution would not', () => {
  const slowTail = (atMs: number): number => (atMs >= 9000 ? 500 : 10);
  const random = randomOf(2, Stream.arrivals);
  const clustered = recorded(10_000, 100, slowTail);
  const scattered = recorded(10_000, 100, () => (random() < 0.2 ? 500 : 10));
  const width = ({ whole, windows, endMs }: typeof clustered, q: number): number => {
    const { low, high } = windows.interval(whole, q, endMs)!;
    return high - low;
  };
  expect(width(clustered, 0.7)).toBeGreaterThan(400);
  expect(width(scattered, 0.7)).toBeLessThan(5);
});

test('a stretch that was stopped early uses its full windows, and says nothing below five', () => {
  const { whole, windows } = recorded(10_000, 100, (atMs) => 10 + (atMs % 7));
  expect(windows.interval(whole, 0.5, 1000 + 2600)).toBeDefined();
  expect(windows.interval(whole, 0.5, 1000 + 2400)).toBeUndefined();
  const short = recorded(2000, 100, () => 10);
  expect(short.windows.interval(short.whole, 0.5, short.endMs)).toBeUndefined();
});

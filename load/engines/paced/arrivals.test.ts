import { expect, test } from 'vitest';
import { arrivalTimes } from './arrivals.ts';
import { randomOf, Stream } from './random.ts';

const none = (): number => Number.NaN;

function timesBefore(endMs: number, next: () => number): number[] {
  const times: number[] = [];
  for (let at = next(); at < endMs; at = next()) times.push(at);
  return times;
}

test('uniform arrivals are evenly spaced and begin at once', () => {
  expect(timesBefore(50, arrivalTimes('uniform', 100, none))).toEqual([0, 10, 20, 30, 40]);
});

test.each([1, 3, 7, 99.5, 200, 300, 999, 1000, 12_345])(
  'uniform arrivals at %d per second do not drift in an hour',
  (rate) => {
    const next = arrivalTimes('uniform', rate, none);
    const count = Math.floor(rate * 3600);
    let last = 0;
    for (let i = 0; i <= count; i++) last = next();
    expect(last).toBeCloseTo((count * 1000) / rate, 6);
  },
);

test('ten seconds of uniform arrivals hold exactly ten times the rate', () => {
  for (const rate of [1, 30, 200, 300, 700, 1000]) {
    expect(timesBefore(10_000, arrivalTimes('uniform', rate, none))).toHaveLength(rate * 10);
  }
});

test('Poisson arrivals of the same seed are the same, of another seed different', () => {
  const times = (seed: number): number[] =>
    timesBefore(1000, arrivalTimes('poisson', 50, randomOf(seed, Stream.arrivals)));
  expect(times(1)).toEqual(times(1));
  expect(times(1)).not.toEqual(times(2));
});

test('Poisson arrivals rise, keep the rate, and their gaps spread as much as they last on average', () => {
  const rate = 100;
  const times = timesBefore(200_000, arrivalTimes('poisson', rate, randomOf(5, Stream.arrivals)));
  const gaps = times.map((at, i) => at - (times[i - 1] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(0);
  expect(Math.abs(times.length - 20_000)).toBeLessThan(5 * Math.sqrt(20_000));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  expect(spread / mean).toBeGreaterThan(0.95);
  expect(spread / mean).toBeLessThan(1.05);
});

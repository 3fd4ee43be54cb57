import { describe, expect, it } from 'vitest';
import { mm1Queue } from './mm1-queue.ts';
import { quantileShareInterval } from './quantile-interval.ts';
import { responseTimesMs } from './queue-replay.ts';
import { seededUniform } from './testing/seeded-random.ts';

describe('the response time of one server with exponential service times', () => {
  it('is exponential with the mean S / (1 − ρ)', () => {
    const queue = mm1Queue(80, 10);
    expect(queue.utilization).toBeCloseTo(0.8, 12);
    expect(queue.meanResponseMs).toBeCloseTo(50, 10);
    expect(queue.responseQuantileMs(0.5)).toBeCloseTo(50 * Math.LN2, 10);
    expect(queue.responseQuantileMs(0.99)).toBeCloseTo(50 * Math.log(100), 9);
  });

  it('agrees with a replay within its chance error', () => {
    const uniform = seededUniform(72);
    const exponential = (mean: number) => -Math.log(1 - uniform()) * mean;
    let clock = 0;
    const arrivalsMs = Array.from({ length: 150_000 }, () => (clock += exponential(20)));
    const serviceMs = arrivalsMs.map(() => exponential(10));
    const responses = responseTimesMs(arrivalsMs, serviceMs);
    const queue = mm1Queue(50, 10);
    for (const q of [0.5, 0.9, 0.99]) {
      const shares = Array.from({ length: 14 }, (_, w) => {
        const window = responses.slice(10_000 * (w + 1), 10_000 * (w + 2));
        return window.filter((ms) => ms <= queue.responseQuantileMs(q)).length / window.length;
      });
      const interval = quantileShareInterval(shares, 0.999);
      expect(interval?.low).toBeLessThanOrEqual(q);
      expect(interval?.high).toBeGreaterThanOrEqual(q);
    }
  });

  it.each([
    [0, 1],
    [1, -1],
    [100, 10],
  ])('does not exist at %d a second of %d ms', (rate, serviceMs) => {
    expect(() => mm1Queue(rate, serviceMs)).toThrow(RangeError);
  });

  it('has no quantile 1', () => {
    expect(() => mm1Queue(1, 1).responseQuantileMs(1)).toThrow(RangeError);
  });
});

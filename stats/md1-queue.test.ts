import { describe, expect, it } from 'vitest';
import { md1Queue } from './md1-queue.ts';
import { quantileShareInterval } from './quantile-interval.ts';
import { responseTimesMs } from './queue-replay.ts';
import { tInterval } from './t-interval.ts';
import { seededUniform } from './testing/seeded-random.ts';

describe('the response time of one server with a fixed service time', () => {
  // References: Erlang's alternating sum (1 − ρ) Σ (ρ(k − t))ᵏ e^{−ρ(k − t)} / k!, in decimals of 120 digits.
  it.each([
    { rho: 0.5, waited: 0, share: 0.5 },
    { rho: 0.5, waited: 0.5, share: 0.64201270834387 },
    { rho: 0.5, waited: 1, share: 0.82436063535006 },
    { rho: 0.5, waited: 2.5, share: 0.97135936963691 },
    { rho: 0.5, waited: 20, share: 0.99999999999192 },
    { rho: 0.9, waited: 1.5, share: 0.31516850472263 },
    { rho: 0.9, waited: 30, share: 0.9981329991992 },
    { rho: 0.9, waited: 100, share: 0.99999999905862 },
    { rho: 0.99, waited: 0.3, share: 0.01345815299448 },
    { rho: 0.99, waited: 200, share: 0.98204904383899 },
  ])('agrees with Erlang at utilization $rho after $waited service times', ({ rho, waited, share }) => {
    // A service time of 1 s keeps sums of it exact in binary.
    expect(md1Queue(rho, 1000).responseShare(1000 + 1000 * waited)).toBeCloseTo(share, 11);
  });

  it('has the mean of Pollaczek and Khinchine', () => {
    expect(md1Queue(50, 10).meanResponseMs).toBeCloseTo(15, 12);
    expect(md1Queue(90, 10).meanResponseMs).toBeCloseTo(55, 12);
  });

  it('has quantiles that invert its distribution', () => {
    const queue = md1Queue(800, 1);
    for (const q of [0.3, 0.5, 0.9, 0.99, 0.999, 0.9999])
      expect(queue.responseShare(queue.responseQuantileMs(q))).toBeCloseTo(q, 9);
  });

  it('is never below the service time, which the first 1 − ρ take', () => {
    const queue = md1Queue(600, 1);
    expect(queue.responseShare(0.999)).toBe(0);
    expect(queue.responseQuantileMs(0)).toBe(1);
    expect(queue.responseQuantileMs(0.399)).toBe(1);
    expect(queue.responseQuantileMs(0.41)).toBeGreaterThan(1);
  });

  it('agrees with a replay of Poisson arrivals within its chance error', () => {
    const uniform = seededUniform(71);
    const queue = md1Queue(70, 10);
    let clock = 0;
    const arrivalsMs = Array.from(
      { length: 200_000 },
      () => (clock -= Math.log(1 - uniform()) * (1000 / 70)),
    );
    // The first part starts empty and is left out; windows of 10,000 requests are nearly independent.
    const responses = responseTimesMs(arrivalsMs, 10);
    const windows = Array.from({ length: 19 }, (_, w) => responses.slice(10_000 * (w + 1), 10_000 * (w + 2)));
    const means = windows.map((window) => window.reduce((sum, ms) => sum + ms, 0) / window.length);
    expectWithin(tInterval(means, 0.999), queue.meanResponseMs);
    for (const q of [0.5, 0.9, 0.99, 0.999]) {
      const limit = queue.responseQuantileMs(q);
      const shares = windows.map((window) => window.filter((ms) => ms <= limit).length / window.length);
      expectWithin(quantileShareInterval(shares, 0.999), q);
    }
  });

  it.each([
    [0, 1],
    [1, 0],
    [100, 10],
    [200, 10],
    [Number.NaN, 1],
  ])('does not exist at %d a second of %d ms', (rate, serviceMs) => {
    expect(() => md1Queue(rate, serviceMs)).toThrow(RangeError);
  });

  it('has no quantile 1', () => {
    expect(() => md1Queue(1, 1).responseQuantileMs(1)).toThrow(RangeError);
  });
});

function expectWithin(interval: { low: number; high: number } | undefined, truth: number): void {
  expect(interval?.low).toBeLessThanOrEqual(truth);
  expect(interval?.high).toBeGreaterThanOrEqual(truth);
}

import { describe, expect, test } from 'vitest';
import { md1Queue } from '../../../stats/md1-queue.ts';
import { sampleQuantile } from '../../../stats/order-statistics.ts';
import { responseTimesMs } from '../../../stats/queue-replay.ts';
import { arrivalTimes } from '../paced/arrivals.ts';
import { randomOf, Stream } from '../paced/random.ts';
import { serviceModel, type ServiceSpec } from './service-model.ts';

const poisson = (ratePerSecond: number, count: number): number[] => {
  const next = arrivalTimes('poisson', ratePerSecond, randomOf(1, Stream.arrivals));
  return Array.from({ length: count }, next);
};
const every = (gapMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => 5 + i * gapMs);

function took(spec: ServiceSpec, arrivalsMs: readonly number[]): number[] {
  const model = serviceModel(spec);
  return arrivalsMs.map((arrivalMs, index) => model(arrivalMs, index + 1) - arrivalMs);
}

test('a fixed server takes the same for every request', () => {
  expect(new Set(took({ kind: 'fixed', delayMs: 20 }, every(10, 50)))).toEqual(new Set([20]));
});

test('a bimodal server takes the slow way for every nth request', () => {
  const times = took({ kind: 'bimodal', delayMs: 20, slowMs: 100, slowEvery: 5 }, every(10, 12));
  expect(times.map(Math.round)).toEqual([20, 20, 20, 20, 100, 20, 20, 20, 20, 100, 20, 20]);
});

test('a stall holds what comes in it until it is over: the shares are those of even arrivals', () => {
  const spec = { kind: 'stalling', delayMs: 20, everyMs: 10_000, fromMs: 4000, stallMs: 2000 } as const;
  const times = took(spec, every(10, 2000));
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((q) => sampleQuantile(times, q));
  expect(p50).toBeCloseTo(20, 6);
  expect(p90).toBeCloseTo(1020, -1);
  expect(p99).toBeCloseTo(1920, -1);
  expect(Math.max(...times)).toBeCloseTo(2020, 6);
});

describe('a pause', () => {
  const spec = { kind: 'pausing', delayMs: 20, everyMs: 300, pauseMs: 100, seed: 7 } as const;
  const times = took(spec, every(1, 20_000));

  test('holds up work under way as well, each request for as long as it meets it', () => {
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(20 - 1e-9);
      expect(time).toBeLessThanOrEqual(120 + 1e-9);
    }
    // Whoever comes in a pause or up to 20 ms before it is held up: 120 of 300 ms on average.
    const held = times.filter((time) => time > 20.001).length / times.length;
    expect(held).toBeGreaterThan(0.36);
    expect(held).toBeLessThan(0.44);
    // Those who come just before it are held up for all of it: 20 of 300 ms.
    const whole = times.filter((time) => time > 119.999).length / times.length;
    expect(whole).toBeGreaterThan(0.05);
    expect(whole).toBeLessThan(0.085);
  });

  test('comes at the same moments with the same seed and at others with another', () => {
    expect(took(spec, every(1, 20_000))).toEqual(times);
    expect(took({ ...spec, seed: 8 }, every(1, 20_000))).not.toEqual(times);
  });
});

describe('a queue of one', () => {
  test("answers by Lindley's recursion", () => {
    const arrivalsMs = poisson(140, 5000);
    const expected = responseTimesMs(arrivalsMs, 5);
    took({ kind: 'queueing', serviceMs: 5 }, arrivalsMs).forEach((time, i) =>
      expect(time).toBeCloseTo(expected[i]!, 6),
    );
  });

  test('comes to what queueing theory says of Poisson arrivals for ever', () => {
    const theory = md1Queue(140, 5);
    const times = took({ kind: 'queueing', serviceMs: 5 }, poisson(140, 500_000));
    for (const q of [0.5, 0.9, 0.99])
      expect(sampleQuantile(times, q) / theory.responseQuantileMs(q)).toBeCloseTo(1, 1);
    expect(times.reduce((sum, time) => sum + time, 0) / times.length / theory.meanResponseMs).toBeCloseTo(
      1,
      1,
    );
  });
});

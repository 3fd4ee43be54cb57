import { describe, expect, it } from 'vitest';
import { seededNormal } from './testing/seeded-random.ts';
import { fitUsl, uslThroughput, type ScalePoint, type UslFit, type UslOptions } from './usl.ts';

const pointsOf = (n: readonly number[], throughput: readonly number[]): ScalePoint[] =>
  n.map((value, i) => ({ n: value, throughput: throughput[i] as number }));

// Scripts per hour over users, SPEC SDM91, SPARCcenter 2000, October 1994, as in Gunther (2007), chapter 5.
const specSdm91 = pointsOf(
  [1, 18, 36, 72, 108, 144, 216],
  [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775, 1702.2],
);
// Rays per second over processors, the reference ray tracer of Gunther (2007); the first six.
const rayTracer = pointsOf([1, 4, 8, 12, 16, 20], [20, 78, 130, 170, 190, 200]);

function fitted(points: readonly ScalePoint[], options?: UslOptions): UslFit {
  const result = fitUsl(points, options);
  if (!result.fitted) throw new Error(result.reason);
  return result;
}

interface Law {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

function measured(law: Law, replicas: readonly number[], noise: number, normal: () => number): ScalePoint[] {
  return replicas.flatMap((n) =>
    Array.from({ length: 5 }, () => ({ n, throughput: uslThroughput(n, law) * (1 + noise * normal()) })),
  );
}

describe('the Universal Scalability Law', () => {
  // References: R package usl 3.0.3, README and tests/, usl(throughput ~ load) by unweighted nonlinear least squares.
  it('has the published coefficients and peak for SPEC SDM91', () => {
    const fit = fitted(specSdm91, { errors: 'absolute' });
    expect(fit.sigma.value).toBeCloseTo(0.0277285, 7);
    expect(fit.kappa.value).toBeCloseTo(0.0001044, 7);
    expect(fit.lambda.value).toBeCloseTo(89.995233, 5);
    expect(fit.peak.found && fit.peak.n.value).toBeCloseTo(96.51956, 4);
    expect(fit.form).toBe('usl');
  });

  it('has the published coefficients for the ray tracer', () => {
    const fit = fitted(rayTracer, { errors: 'absolute' });
    expect(fit.sigma.value).toBeCloseTo(0.02444, 5);
    expect(fit.kappa.value).toBeCloseTo(0.00163, 5);
    expect(fit.lambda.value).toBeCloseTo(20.85605, 5);
  });

  it('gives back the parameters of points that lie on it', () => {
    const law = { lambda: 1200, sigma: 0.08, kappa: 0.015 };
    const fit = fitted([1, 2, 4, 8].map((n) => ({ n, throughput: uslThroughput(n, law) })));
    expect(fit.lambda.value).toBeCloseTo(1200, 6);
    expect(fit.sigma.value).toBeCloseTo(0.08, 9);
    expect(fit.kappa.value).toBeCloseTo(0.015, 9);
    expect(fit.peak.found && fit.peak.throughput).toBeCloseTo(uslThroughput(Math.sqrt(0.92 / 0.015), law), 4);
  });

  it('names the shares of work, contention and coherency at the largest n', () => {
    const law = { lambda: 500, sigma: 0.1, kappa: 0.05 };
    const { shares } = fitted([1, 2, 4].map((n) => ({ n, throughput: uslThroughput(n, law) })));
    // 1 + 0.1 · 3 + 0.05 · 4 · 3 = 1.9
    expect(shares.n).toBe(4);
    expect(shares.work).toBeCloseTo(1 / 1.9, 8);
    expect(shares.contention).toBeCloseTo(0.3 / 1.9, 8);
    expect(shares.coherency).toBeCloseTo(0.6 / 1.9, 8);
  });

  it('is linear where throughput grows with n, and shows no peak', () => {
    const fit = fitted(measured({ lambda: 800, sigma: 0, kappa: 0 }, [1, 2, 4], 0.02, seededNormal(3)));
    expect(fit.form).toBe('linear');
    expect(fit.sigma.interval?.low).toBe(0);
    expect(fit.kappa.interval?.low).toBe(0);
    expect(fit.peak).toEqual({ found: false, reason: 'no peak is seen within the range, up to 4' });
  });

  it('is Amdahl’s law where only a serial share is seen', () => {
    const fit = fitted(measured({ lambda: 800, sigma: 0.2, kappa: 0 }, [1, 2, 4, 8], 0.01, seededNormal(4)));
    expect(fit.form).toBe('amdahl');
    expect(fit.sigma.interval?.low).toBeGreaterThan(0.1);
    expect(fit.peak.found).toBe(false);
  });

  it('never leaves the bounds for superlinear points', () => {
    const fit = fitted(pointsOf([1, 2, 4, 1, 2, 4], [100, 230, 500, 102, 225, 510]));
    expect(fit.sigma.value).toBe(0);
    expect(fit.kappa.value).toBe(0);
  });

  it('has no intervals where there are as many parameters as points', () => {
    const fit = fitted(pointsOf([1, 2, 4], [100, 180, 300]));
    expect([fit.lambda.interval, fit.sigma.interval, fit.kappa.interval, fit.noise]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('says that more than one is never faster where contention is all', () => {
    const fit = fitted(
      measured({ lambda: 100, sigma: 1.2, kappa: 0.1 }, [1, 2, 4, 8], 0.005, seededNormal(6)),
    );
    expect(fit.peak).toEqual({ found: false, reason: 'more than one is never faster than one' });
  });

  it('is not fitted to fewer than three different n', () => {
    expect(fitUsl(pointsOf([1, 1, 2, 2], [1, 1, 2, 2]))).toEqual({
      fitted: false,
      reason: 'needs three different n, has 2',
    });
    expect(fitUsl([])).toMatchObject({ fitted: false });
  });

  it('is not fitted to a throughput that jumps up by far more than n does', () => {
    expect(fitUsl(pointsOf([1, 2, 4, 8], [0.2, 19, 7, 9]))).toMatchObject({ fitted: false });
  });

  it('refuses what is no measurement', () => {
    expect(() => fitUsl(pointsOf([0], [1]))).toThrow('n must be at least 1');
    expect(() => fitUsl(pointsOf([2], [0]))).toThrow('throughput at n = 2 must be positive');
    expect(() => fitUsl([], { level: 95 })).toThrow('level');
  });

  it('holds the true parameters in its intervals about as often as it says', () => {
    const law = { lambda: 1000, sigma: 0.1, kappa: 0.02 };
    const normal = seededNormal(20_261_121);
    const repeats = 200;
    const held = { lambda: 0, sigma: 0, kappa: 0, peak: 0 };
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const fit = fitted(measured(law, [1, 2, 4, 8], 0.03, normal));
      for (const name of ['lambda', 'sigma', 'kappa'] as const) {
        const { low, high } = fit[name].interval ?? { low: 1, high: 0 };
        if (low <= law[name] && law[name] <= high) held[name] += 1;
      }
      const peak = fit.peak.found ? fit.peak.n.interval : undefined;
      const truth = Math.sqrt(0.9 / 0.02);
      if (peak !== undefined && peak.low <= truth && truth <= peak.high) held.peak += 1;
    }
    // Four standard errors of a share of 0.95 over 200 repeats are 0.062.
    for (const count of Object.values(held)) expect(count / repeats).toBeGreaterThan(0.888);
  });
});

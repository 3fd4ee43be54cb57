import { describe, expect, it } from 'vitest';
import { leakSlope, type LeakSlope, type MemoryPoint } from './leak-slope.ts';
import { seededNormal } from './testing/seeded-random.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const rule = { tolerableBytesPerRequest: 50 };

interface Heap {
  readonly points: number;
  readonly spacing: number;
  readonly noiseBytes?: number;
  readonly dependence?: number;
}

/** heap: 20 MiB and what `held` adds after so many requests (also as a share of all), with normal noise of 200 KiB. */
function heap(of: Heap, seed: number, held: (requests: number, share: number) => number): MemoryPoint[] {
  const { points, spacing, noiseBytes = 200 * KiB, dependence = 0 } = of;
  const normal = seededNormal(seed);
  let error = normal();
  return Array.from({ length: points }, (_, i) => {
    error = dependence * error + Math.sqrt(1 - dependence ** 2) * normal();
    const requests = (i + 1) * spacing;
    return { requests, bytes: 20 * MiB + held(requests, (i + 1) / points) + noiseBytes * error };
  });
}

function verdicts(of: Heap, held: (requests: number, share: number) => number, repeats = 100) {
  const all = Array.from({ length: repeats }, (_, i) => leakSlope(heap(of, 300 + i, held), rule).verdict);
  const share = (verdict: LeakSlope['verdict']) => all.filter((one) => one === verdict).length / repeats;
  return { leaks: share('leaks'), doesNot: share('does-not'), cannotTell: share('cannot-tell') };
}

const growing = (bytesPerRequest: number) => (requests: number) => bytesPerRequest * requests;
const saturating = (bytes: number, tau: number) => (_: number, share: number) =>
  bytes * (1 - Math.exp(-share / tau));

describe('a leak of 100 bytes per request', () => {
  it('is found with 40 points over 80,000 requests, in at least 95 runs of 100', () => {
    expect(verdicts({ points: 40, spacing: 2000 }, growing(100)).leaks).toBeGreaterThanOrEqual(0.95);
  });

  it('has its slope in the interval', () => {
    const found = leakSlope(heap({ points: 40, spacing: 2000 }, 1, growing(100)), rule);
    expect(found).toMatchObject({ verdict: 'leaks', judgedFromRequests: 42_000 });
    expect(found.interval?.low).toBeLessThan(100);
    expect(found.interval?.high).toBeGreaterThan(100);
    expect(found.bytesPerRequest).toBeGreaterThan(80);
  });

  it('is found behind a warm-up that fills caches of 5 MiB', () => {
    const held = (requests: number, share: number) =>
      growing(100)(requests) + saturating(5 * MiB, 0.05)(0, share);
    expect(verdicts({ points: 40, spacing: 2000 }, held).leaks).toBeGreaterThanOrEqual(0.9);
  });

  it('is never denied, however few the requests', () => {
    for (const spacing of [100, 300, 1000])
      expect(verdicts({ points: 20, spacing }, growing(100)).doesNot).toBeLessThanOrEqual(0.05);
  });
});

describe('memory that does not leak', () => {
  it('is cleared with 40 points over 40,000 requests, in at least 90 runs of 100', () => {
    expect(verdicts({ points: 40, spacing: 1000 }, () => 0).doesNot).toBeGreaterThanOrEqual(0.9);
  });

  it.each([
    { what: 'noise alone, few requests', of: { points: 20, spacing: 200 }, held: () => 0 },
    { what: 'dependent noise', of: { points: 40, spacing: 1000, dependence: 0.8 }, held: () => 0 },
    { what: 'an early saturation', of: { points: 40, spacing: 1000 }, held: saturating(5 * MiB, 0.1) },
    { what: 'a late saturation', of: { points: 40, spacing: 1000 }, held: saturating(20 * MiB, 0.3) },
    { what: 'a very late saturation', of: { points: 40, spacing: 1000 }, held: saturating(20 * MiB, 0.5) },
    {
      what: 'one late step',
      of: { points: 40, spacing: 1000 },
      held: (_: number, s: number) => (s > 0.7 ? 2 * MiB : 0),
    },
    {
      what: 'a table that doubles, then is full',
      of: { points: 40, spacing: 1000 },
      held: (_: number, s: number) => [1 / 16, 1 / 8, 1 / 4, 1 / 2].filter((at) => s > at).length * MiB,
    },
    {
      what: 'a sawtooth of three teeth',
      of: { points: 39, spacing: 1000 },
      held: (_: number, s: number) => 3 * MiB * ((s * 3) % 1),
    },
    {
      what: 'a sawtooth of two teeth',
      of: { points: 40, spacing: 1000 },
      held: (_: number, s: number) => 3 * MiB * (((s - 0.025) * 2) % 1),
    },
  ])('is not accused in more than 7 runs of 100 for $what', ({ of, held }) => {
    expect(verdicts(of, held).leaks).toBeLessThanOrEqual(0.07);
  });

  it('is cleared when it is constant', () => {
    const constant = heap({ points: 10, spacing: 10, noiseBytes: 0 }, 1, () => 0);
    expect(leakSlope(constant, rule)).toMatchObject({
      verdict: 'does-not',
      bytesPerRequest: 0,
      interval: { low: 0, high: 0 },
    });
  });
});

describe('a verdict that cannot be told', () => {
  const reasonFor = (held: (requests: number, share: number) => number) =>
    leakSlope(heap({ points: 40, spacing: 1000 }, 7, held), rule).reason;

  it('names what else explains the growth', () => {
    expect(reasonFor(saturating(20 * MiB, 0.3))).toContain('levels off');
    expect(reasonFor((_, s) => 3 * MiB * (((s - 0.025) * 2) % 1))).toContain('it was as high before');
  });

  it('is a single step when the noise hides how sharp it is', () => {
    const reasons = Array.from({ length: 60 }, (_, i) =>
      leakSlope(
        heap({ points: 24, spacing: 300 }, i, (_r, s) => (s > 0.75 ? 0.7 * MiB : 0)),
        rule,
      ),
    );
    expect(reasons.some((one) => one.reason.includes('a single step'))).toBe(true);
    expect(reasons.filter((one) => one.verdict === 'leaks').length).toBeLessThanOrEqual(6);
  });

  it('says how many more points and requests would decide', () => {
    const vague = leakSlope(heap({ points: 20, spacing: 300 }, 3, growing(60)), rule);
    expect(vague).toMatchObject({ verdict: 'cannot-tell', reason: 'the interval is too wide' });
    expect(vague.needs?.morePoints).toBeGreaterThan(0);
    expect(vague.needs?.moreRequests).toBe((vague.needs?.morePoints ?? 0) * 300);
  });

  it('asks for at least ten points', () => {
    const four = heap({ points: 4, spacing: 100 }, 1, growing(100));
    expect(leakSlope(four, rule)).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'has 4 points, and needs 10',
      interval: undefined,
      needs: { morePoints: 6, moreRequests: 600 },
    });
    expect(leakSlope([], rule)).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'has 0 points, and needs 10',
    });
  });

  it('does not stand for input that is wrong', () => {
    const twice = Array.from({ length: 12 }, () => ({ requests: 5, bytes: 1 }));
    expect(() => leakSlope(twice, rule)).toThrow('x must increase');
    expect(() => leakSlope([], { tolerableBytesPerRequest: 0 })).toThrow('tolerableBytesPerRequest');
  });
});

import { describe, expect, it } from 'vitest';
import { steadyState, type SteadyOptions } from './steady-state.ts';
import { seededNormal, seededUniform } from './testing/seeded-random.ts';

const tolerance = 0.1;
const look = (values: readonly number[], options: SteadyOptions = {}) =>
  steadyState([{ name: 'throughput', values, tolerance }], options);

/** steadyAfter: how many values the rule asks for when it is called after each; Infinity where it never ends. */
function steadyAfter(values: readonly number[], share = tolerance): number {
  const count = values.findIndex(
    (_, i) => steadyState([{ name: 'x', values: values.slice(0, i + 1), tolerance: share }]).steady,
  );
  return count < 0 ? Infinity : count + 1;
}

function noisy(length: number, noise: number, seed: number, level: (t: number) => number): number[] {
  const normal = seededNormal(seed);
  return Array.from({ length }, (_, t) => Math.max(0, level(t) * (1 + noise * normal())));
}

const answers = (repeats: number, one: (seed: number) => number) =>
  Array.from({ length: repeats }, (_, i) => one(100 + i)).sort((a, b) => a - b);
const shareOf = (all: readonly number[], is: (value: number) => boolean) =>
  all.filter(is).length / all.length;

describe('a steady state', () => {
  it('is reached at the first full window of a constant series', () => {
    expect(steadyAfter(Array(10).fill(500))).toBe(5);
    expect(look(Array(10).fill(500))).toMatchObject({ steady: true, sinceIndex: 0 });
  });

  it('of Poisson arrivals at 400 a second ends the warm-up within 17 values in nine runs of ten', () => {
    const waits = answers(40, (seed) => {
      const uniform = seededUniform(seed);
      return steadyAfter(Array.from({ length: 40 }, () => poisson(400, uniform)));
    });
    expect(shareOf(waits, (wait) => wait <= 17)).toBeGreaterThanOrEqual(0.9);
  });

  it('begins after a step, and tells where', () => {
    const values = noisy(24, 0.02, 1, (t) => (t < 9 ? 200 : 1000));
    expect(look(values)).toMatchObject({ steady: true, sinceIndex: 9 });
  });

  it('is not declared in the values right after a step', () => {
    const values = noisy(24, 0.02, 2, (t) => (t < 16 ? 1000 : 600));
    for (const length of [17, 18, 19]) expect(look(values.slice(0, length)).steady).toBe(false);
  });

  it('outlives one stray value without starting anew', () => {
    const values = noisy(9, 0.01, 3, () => 1000);
    values[7] = 200;
    expect(look(values.slice(0, 8)).reason).toContain('stands apart in its newest value');
    expect(look(values)).toMatchObject({ steady: true, sinceIndex: 0 });
  });

  it('needs every series', () => {
    const throughput = { name: 'throughput', values: Array(12).fill(1000), tolerance };
    const p50 = { name: 'p50', values: Array.from({ length: 12 }, (_, t) => 50 / (t + 1)), tolerance: 0.2 };
    expect(steadyState([throughput]).steady).toBe(true);
    expect(steadyState([throughput, p50])).toMatchObject({ steady: false, sinceIndex: undefined });
    expect(steadyState([throughput, p50]).reason).toMatch(/^p50 /);
  });

  it('takes changes below smallestChange for none', () => {
    const values = noisy(12, 0, 4, (t) => 0.1 + 0.01 * t);
    const p50 = { name: 'p50', values, tolerance };
    expect(steadyState([p50]).steady).toBe(false);
    expect(steadyState([{ ...p50, smallestChange: 0.1 }]).steady).toBe(true);
  });

  it('counts a quick oscillation as part of itself', () => {
    expect(steadyAfter(noisy(30, 0, 5, (t) => 1000 + 300 * Math.sin((2 * Math.PI * t) / 4)))).toBeLessThan(
      30,
    );
  });

  it('is seldom seen in the rise and fall of a slow swing, whose two ends are level', () => {
    // One in four, where a line alone would take four in five for steady.
    const humps = answers(40, (seed) =>
      Number(look(noisy(21, 0.06, seed, (t) => 1000 + 400 * Math.sin((2 * Math.PI * t) / 40))).steady),
    );
    expect(shareOf(humps, (steady) => steady === 1)).toBeLessThanOrEqual(0.4);
  });
});

describe('a warm-up', () => {
  // 36 looks at each series; of a hundred about two pass with noise, so that more than three of 30 would be a fault.
  it.each([0, 0.05, 0.1])('that grows by twice the tolerance per window with noise %d goes on', (noise) => {
    const growth = Math.log(1 + 2 * tolerance) / 5;
    const waits = answers(30, (seed) =>
      steadyAfter(noisy(40, noise, seed, (t) => 100 * Math.exp(growth * t))),
    );
    expect(shareOf(waits, (wait) => wait < Infinity)).toBeLessThanOrEqual(0.1);
  });

  // A latency that falls from five times its level, e-fold in 5 s, drifts by more than 20% in 5 s up to second 16.
  it('that decays exponentially ends after its drift is below the tolerance, and soon', () => {
    const waits = answers(30, (seed) =>
      steadyAfter(
        noisy(45, 0.05, seed, (t) => 2 * (1 + 4 * Math.exp(-t / 5))),
        0.2,
      ),
    );
    expect(shareOf(waits, (wait) => wait <= 16)).toBeLessThanOrEqual(0.1);
    expect(shareOf(waits, (wait) => wait <= 28)).toBeGreaterThanOrEqual(0.9);
  });

  it.each([
    { values: [], reason: 'throughput has 0 of the 5 values that a window needs' },
    { values: [1, 1, 1, 1], reason: 'throughput has 4 of the 5 values that a window needs' },
    { values: Array(20).fill(0), reason: 'throughput is zero' },
  ])('with $values.length values is not over: $reason', ({ values, reason }) => {
    expect(look(values)).toEqual({ steady: false, sinceIndex: undefined, reason });
  });

  it('refuses what is no measurement and rules that cannot work', () => {
    expect(() => steadyState([])).toThrow('at least one series');
    expect(() => look([1, Number.NaN])).toThrow('throughput holds NaN');
    expect(() => look([-1])).toThrow('throughput holds -1');
    expect(() => look([1], { window: 4 })).toThrow('at least 5 values');
    expect(() => look([1], { window: 6, longest: 5 })).toThrow('longest');
    expect(() => steadyState([{ name: 'x', values: [], tolerance: 0 }])).toThrow('tolerance of x');
  });
});

/** poisson counts exponential gaps until their sum passes 1. */
function poisson(mean: number, uniform: () => number): number {
  let count = 0;
  for (let at = -Math.log(1 - uniform()); at < mean; at -= Math.log(1 - uniform())) count += 1;
  return count;
}

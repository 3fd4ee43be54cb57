import { expect, test } from 'vitest';
import { pairedRatio } from './paired-ratio.ts';
import { ratioOverRounds } from './ratio-over-rounds.ts';
import { seededNormal } from './testing/seeded-random.ts';

const pair = (ratio: number) => ({ base: 100, changed: 100 * ratio });
const round = (ratio: number, pairs = 3) => Array.from({ length: pairs }, () => pair(ratio));

test('the rounds are averaged as ratios, and the interval is that of their number', () => {
  const found = ratioOverRounds([round(1.1), round(1 / 1.1)], 0.95);
  expect(found?.ratio).toBeCloseTo(1, 12);
  // t(0.975; 1) = 12.706, and the standard error of ±x is x.
  expect(Math.log(found!.interval!.high) / Math.log(1.1)).toBeCloseTo(12.706, 3);
  expect(found?.method).toContain('2 starts');
});

test('one round falls back to its pairs, none has no effect, and one pair no interval', () => {
  const pairs = [pair(1), pair(1.02), pair(1.01)];
  expect(ratioOverRounds([pairs, []], 0.95)).toMatchObject({ interval: pairedRatio(pairs, 0.95)!.interval });
  expect(ratioOverRounds([[], []], 0.95)).toBeUndefined();
  expect(ratioOverRounds([round(1.5, 1)], 0.95)).toMatchObject({ interval: undefined });
});

test('starts that differ by themselves deceive the pairs far too often, and the rounds as often as they may', () => {
  const normal = seededNormal(11);
  let [byPairs, byRounds] = [0, 0];
  const trials = 400;
  for (let trial = 0; trial < trials; trial += 1) {
    const rounds = Array.from({ length: 4 }, () => {
      const luck = 0.02 * normal();
      return Array.from({ length: 5 }, () => pair(Math.exp(luck + 0.02 * normal())));
    });
    const misses = (interval: { low: number; high: number } | undefined) =>
      interval === undefined || interval.low > 1 || interval.high < 1;
    if (misses(pairedRatio(rounds.flat(), 0.95)?.interval)) byPairs += 1;
    if (misses(ratioOverRounds(rounds, 0.95)?.interval)) byRounds += 1;
  }
  expect(byPairs / trials).toBeGreaterThan(0.15);
  expect(byRounds / trials).toBeLessThan(0.09);
});

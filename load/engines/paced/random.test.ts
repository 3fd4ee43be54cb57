import { expect, test } from 'vitest';
import { randomOf, Stream } from './random.ts';

const draws = (seed: number, stream: Stream, index: number, count = 5): number[] => {
  const random = randomOf(seed, stream, index);
  return Array.from({ length: count }, random);
};

test('the same seed, stream and index give the same sequence', () => {
  expect(draws(7, Stream.journeys, 3)).toEqual(draws(7, Stream.journeys, 3));
});

test('a change of seed, stream or index gives another sequence', () => {
  const sequences = [
    draws(7, Stream.journeys, 3),
    draws(8, Stream.journeys, 3),
    draws(7, Stream.arrivals, 3),
    draws(7, Stream.journeys, 4),
  ];
  expect(new Set(sequences.map(String)).size).toBe(4);
});

test('a sequence stays the same from version to version, so that a seed in an old result still means something', () => {
  expect(draws(1, Stream.arrivals, 0, 3)).toMatchInlineSnapshot(`
    [
      0.9541379514381638,
      0.002247360330429049,
      0.4594756244337658,
    ]
  `);
});

test('first draws of neighbouring journeys are uniform: mean, variance and every tenth hold within five standard errors', () => {
  const count = 20_000;
  const firsts = Array.from({ length: count }, (_, index) => randomOf(42, Stream.journeys, index)());
  const mean = firsts.reduce((sum, x) => sum + x, 0) / count;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const x of firsts) tenths[Math.floor(x * 10)]! += 1;
  for (const found of tenths)
    expect(Math.abs(found - count / 10)).toBeLessThan(5 * Math.sqrt(count * 0.1 * 0.9));
});

test('successive draws are uncorrelated', () => {
  const xs = draws(3, Stream.arrivals, 0, 20_000);
  const products = xs.slice(1).map((x, i) => (x - 0.5) * (xs[i]! - 0.5) * 12);
  expect(Math.abs(products.reduce((sum, x) => sum + x, 0) / products.length)).toBeLessThan(
    5 / Math.sqrt(products.length),
  );
});

import { expect, test } from 'vitest';
import { BucketCounter } from './phase-times.ts';

test('a duration counts to the first bucket whose bound is not below it, and beyond all bounds to the last', () => {
  const counter = new BucketCounter([0.001, 0.0025, 0.01]);
  for (const ms of [0, 1, 1.1, 2.5, 2.6, 10, 10.1, 9000]) counter.add(ms);
  const { counts, sum } = counter.read();
  expect(counts).toEqual([2, 2, 2, 2]);
  expect(sum).toBeCloseTo(9.0273, 6);
});

test('a clock that runs back a little takes nothing from the sum', () => {
  const counter = new BucketCounter([0.001]);
  counter.add(-0.01);
  expect(counter.read()).toEqual({ counts: [1, 0], sum: 0 });
});

import { expect, test } from 'vitest';
import { judge, type Budget } from './figure.ts';

const atMost: Budget = { comparison: '<=', limit: 50, correctness: false };
const interval = (low: number, high: number) => ({ low, high, level: 0.95, method: 'test' });

test.each([
  ['a value under its limit passes', { value: 49 }, atMost, 'pass'],
  ['a value on its limit passes `<=`', { value: 50 }, atMost, 'pass'],
  ['a value over its limit fails', { value: 51 }, atMost, 'fail'],
  ['an interval wholly under the limit passes', { value: 40, interval: interval(35, 45) }, atMost, 'pass'],
  [
    'an interval that straddles the limit is inconclusive',
    { value: 49, interval: interval(45, 53) },
    atMost,
    'inconclusive',
  ],
  ['an interval wholly over the limit fails', { value: 60, interval: interval(55, 65) }, atMost, 'fail'],
  ['what was not measured is inconclusive', { value: null }, atMost, 'inconclusive'],
  ['`=` holds for the limit alone', { value: 1 }, { ...atMost, comparison: '=', limit: 0 }, 'fail'],
  ['`>=` is a floor', { value: 100 }, { ...atMost, comparison: '>=' }, 'pass'],
  ['`<` excludes the limit', { value: 50 }, { ...atMost, comparison: '<' }, 'fail'],
  ['`>` excludes the limit', { value: 50 }, { ...atMost, comparison: '>' }, 'fail'],
] as const)('%s', (_, figure, budget, verdict) => {
  expect(judge(figure, budget)).toBe(verdict);
});

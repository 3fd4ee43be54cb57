import { expect, test } from 'vitest';
import { nextRate, type MeasuredRate } from './sweep-rates.ts';

const rates = { firstRatePerSecond: 50, highestRatePerSecond: 1000, refinements: 2 };

/** sweep measures rate after rate of a system that keeps its budget up to `capacity`. */
function sweep(capacity: number): number[] {
  const measured: MeasuredRate[] = [];
  for (let rate = nextRate(rates, measured); rate !== undefined; rate = nextRate(rates, measured)) {
    measured.push({ rate, kept: rate <= capacity });
  }
  return measured.map(({ rate }) => rate);
}

test('a sweep doubles the rate until the budget is broken, then closes in on the end', () => {
  expect(sweep(300)).toEqual([50, 100, 200, 400, 283, 336]);
});

test('a system that keeps its budget everywhere is measured up to the highest rate and no further', () => {
  expect(sweep(5000)).toEqual([50, 100, 200, 400, 800, 1000]);
});

test('a system that keeps it nowhere is measured once', () => {
  expect(sweep(10)).toEqual([50]);
});

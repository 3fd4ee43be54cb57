import { expect, test } from 'vitest';
import { problemsOf } from './judge.ts';

const limits = { lastedSeconds: 60, nowSeconds: 1_800_000_000, memoryBytes: 8e9 };

function judged(value: number, unit: string, legend = '{{service}}') {
  return problemsOf({ legend, unit }, [{ labels: { service: 'bookings' }, values: [[0, value]] }], limits);
}

test('what answers with data, labels and values of its unit has no problems', () => {
  expect(judged(0.004, 's')).toEqual([]);
  expect(judged(1, 'percentunit')).toEqual([]);
  expect(judged(1e8, 'bytes')).toEqual([]);
  expect(judged(1_800_000_000_000 - 5000, 'dateTimeAsIso')).toEqual([]);
});

test.each([
  ['milliseconds that are called seconds', 120_000, 's'],
  ['a share in percent', 45, 'percentunit'],
  ['a negative share', -0.1, 'percentunit'],
  ['a rate below nothing', -1, 'reqps'],
  ['more memory than the machine has', 1e12, 'bytes'],
  ['a moment before anything was there', 1_800_000_000_000 - 300_000, 'dateTimeAsIso'],
  ['a moment that is still to come', 1_800_000_000_000 + 300_000, 'dateTimeAsIso'],
  ['a moment in seconds where Grafana wants milliseconds', 1_800_000_000, 'dateTimeAsIso'],
  ['a unit that nobody knows', 1, 'furlongs'],
])('%s is found', (_, value, unit) => {
  expect(judged(value, unit)).toHaveLength(1);
});

test('no series and series without a number are no data', () => {
  expect(problemsOf({ legend: '', unit: 's' }, [], limits)).toEqual(['no data']);
  expect(judged(Number.NaN, 's')).toEqual(['no data']);
});

test('a legend whose label is missing is found', () => {
  expect(judged(1, 'short', '{{service}} {{route}}')).toEqual([
    'a series has no label "route", which its legend shows',
  ]);
});

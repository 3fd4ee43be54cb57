import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../load/model/figure.ts';
import { formatClock, formatDuration, formatMoment } from './duration.ts';
import { figureText } from './figure-text.ts';
import { formatNumber, formatShort } from './number.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.123456, '0.123'],
    [4.0613, '4.06'],
    [9.999, '10.0'],
    [99.96, '100'],
    [149.6, '150'],
    [1234.5, '1,235'],
    [12_345_678, '12,345,678'],
    [-4.0613, '−4.06'],
    [-0.0001, '−0.000100'],
  ])('%d is written %s', (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });

  it.each([
    [25, '25'],
    [2.5, '2.5'],
    [100, '100'],
    [0.05, '0.05'],
    [10, '10'],
  ])('the limit %d is written %s, without zeros that nobody set', (value, expected) => {
    expect(formatShort(value)).toBe(expected);
  });
});

describe('times', () => {
  it.each([
    [12.34, '12.3 ms'],
    [999.7, '1 s'],
    [4230, '4.23 s'],
    [75_430, '75.4 s'],
    [119_600, '2 min'],
    [125_000, '2 min 5 s'],
  ])('%d ms is said %s', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });

  it('are in UTC, whatever the machine', () => {
    expect(formatMoment('2026-11-03T10:20:30.000Z')).toBe('2026-11-03 10:20 UTC');
    expect(formatClock(65_240)).toBe('1:05.2');
    expect(formatClock(59_960)).toBe('1:00.0');
  });
});

const upTo = (limit: number) => ({ comparison: '<=' as const, limit, correctness: false });

describe('a figure', () => {
  const base: Figure = {
    name: 'a.b',
    title: 'a',
    group: 'latency',
    unit: 'ms',
    value: 1,
    n: 1,
    of: 'answers',
  };

  it.each([
    [
      { ...base, value: 860, budget: upTo(10_000) },
      { value: '860', unit: 'ms', budget: '≤ 10 s' },
    ],
    [
      { ...base, value: 15_032 },
      { value: '15.0', unit: 's' },
    ],
    [
      { ...base, unit: 'bytes', value: 123_102_822 },
      { value: '117', unit: 'MiB' },
    ],
    [
      { ...base, unit: 'bytes', value: 900 },
      { value: '900', unit: 'B' },
    ],
    [
      { ...base, unit: 'ratio', value: 0.9996 },
      { value: '100', unit: '%' },
    ],
    [
      { ...base, unit: 'requests/s', value: 149.33 },
      { value: '149', unit: 'req/s' },
    ],
    [
      { ...base, unit: 'requests', value: 12_345 },
      { value: '12,345', unit: 'requests' },
    ],
    [
      { ...base, value: null },
      { value: 'not measured', unit: '' },
    ],
  ] satisfies [Figure, object][])('%j is read in a unit that suits it', (figure, expected) => {
    expect(figureText(figure)).toMatchObject(expected);
  });

  it('gets more digits where rounding would put it on its limit', () => {
    expect(figureText({ ...base, value: 25.04, budget: upTo(25) }).value).toBe('25.04');
    expect(figureText({ ...base, value: 25.000_04, budget: upTo(25) }).value).toBe('25.00004');
    expect(figureText({ ...base, value: 25, budget: upTo(25) }).value).toBe('25.0');
  });

  it('shows its spread in the unit and with the digits of its value', () => {
    const interval = { low: 1180, high: 1320, level: 0.95, method: 'm' };
    expect(figureText({ ...base, value: 1234, interval, range: { low: 900, high: 2000 } })).toMatchObject({
      value: '1.23',
      unit: 's',
      interval: '1.18 – 1.32',
      range: '0.90 … 2.00',
    });
  });
});

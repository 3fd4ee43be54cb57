import type { Figure, Verdict } from '../../../load/model/figure.ts';
import { decimalsFor, formatFixed, formatShort } from './number.ts';
import { readingUnit } from './unit.ts';

/** FigureText: the parts of a figure as they are read. */
export interface FigureText {
  readonly value: string;
  readonly unit: string;
  /** interval and range are in the value's unit; empty where there is none. */
  readonly interval: string;
  readonly range: string;
  /** budget carries its own unit, such as `≤ 10 s`. */
  readonly budget: string;
  readonly count: string;
}

const signs = { '<': '<', '<=': '≤', '=': '=', '>=': '≥', '>': '>' };
const counted = new Set<Figure['unit']>(['requests', 'seats', 'bookings', 'count']);

/** notMeasured stands in place of a value that the run does not have. */
const notMeasured = 'not measured';

/** figureText formats a figure; a value that rounding would put on its limit gets more digits. */
export function figureText(figure: Figure): FigureText {
  const { value, unit, interval, range, budget } = figure;
  const scale = readingUnit(value ?? 0, unit);
  const decimals = decimalsOf(figure, scale.divisor);
  const inUnit = (base: number) => formatFixed(base / scale.divisor, decimals);
  const measured = value !== null;
  return {
    value: measured ? inUnit(value) : notMeasured,
    unit: measured ? scale.label : '',
    interval: measured && interval !== undefined ? `${inUnit(interval.low)} – ${inUnit(interval.high)}` : '',
    range: measured && range !== undefined ? `${inUnit(range.low)} … ${inUnit(range.high)}` : '',
    budget: budget === undefined ? '' : `${signs[budget.comparison]} ${limitText(budget.limit, unit)}`,
    count: `${formatFixed(figure.n, 0)} ${figure.of}`,
  };
}

/** withUnit joins a number and its unit. */
export function withUnit(value: string, unit: string): string {
  return unit === '' ? value : `${value} ${unit}`;
}

/** verdictText: the word for a verdict with a sign, so that colour is never alone. */
export function verdictText(verdict: Verdict): string {
  return { pass: '✓ pass', fail: '✗ fail', inconclusive: '? inconclusive' }[verdict];
}

function limitText(limit: number, unit: Figure['unit']): string {
  const { label, divisor } = readingUnit(limit, unit);
  return withUnit(formatShort(limit / divisor, 6), counted.has(unit) ? '' : label);
}

function decimalsOf({ value, unit, budget }: Figure, divisor: number): number {
  if (value === null) return 0;
  const scaled = value / divisor;
  if (counted.has(unit) && Number.isInteger(scaled)) return 0;
  const decimals = decimalsFor(scaled);
  if (budget === undefined || value === budget.limit) return decimals;
  const limit = budget.limit / divisor;
  const apart = [0, 1, 2, 3, 4, 5, 6]
    .map((more) => decimals + more)
    .find((places) => Number(scaled.toFixed(places)) !== limit);
  return apart ?? decimals;
}

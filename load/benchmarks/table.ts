import Table from 'cli-table3';
import { extent, median } from '../../stats/order-statistics.ts';
import { type Row, verdictOf } from './row.ts';

/** table prints the rows: each figure as the median of its rounds, with their range, beside its goal and aim. */
export function table(rows: readonly Row[]): string {
  const printed = new Table({
    head: ['figure', 'goal', 'aim', 'median', 'range', 'n', '', 'beside'],
    style: { head: [], border: [] },
  });
  printed.push(...rows.map(cellsOf));
  return printed.toString();
}

function cellsOf({ what, unit, values, goal, beside }: Row): string[] {
  const { low, high } = extent(values);
  const sign = goal?.better === 'above' ? '≥' : '≤';
  const limit = (value: number | undefined) => (value === undefined ? '' : `${sign} ${value} ${unit}`);
  return [
    what,
    limit(goal?.goal),
    limit(goal?.aim),
    `${shown(median(values), unit)} ${unit}`,
    values.length > 1 ? `${shown(low, unit)} … ${shown(high, unit)}` : '',
    String(values.length),
    verdictOf(median(values), goal),
    beside,
  ];
}

function shown(value: number, unit: Row['unit']): string {
  return value.toFixed(unit === 'ms' && Math.abs(value) < 10 ? 2 : unit === 'ms' ? 0 : 1);
}

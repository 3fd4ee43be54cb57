import Table from 'cli-table3';
import { extent, median } from '../../stats/order-statistics.ts';
import { type Row, type WatchedRow, verdictOf } from './row.ts';

/** table prints the rows: each figure as the median of its rounds, with their range, beside its goal and aim. */
export function table(rows: readonly WatchedRow[]): string {
  const printed = new Table({
    head: ['figure', 'goal', 'aim', 'median', 'range', 'n', '', 'others', 'beside'],
    style: { head: [], border: [] },
  });
  printed.push(...rows.map(cellsOf));
  return printed.toString();
}

function cellsOf({ what, unit, values, goal, foreignCores, beside }: WatchedRow): string[] {
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
    foreignCores.toFixed(2),
    beside,
  ];
}

function shown(value: number, unit: Row['unit']): string {
  return value.toFixed(unit === 'ms' && Math.abs(value) < 10 ? 2 : unit === 'ms' ? 0 : 1);
}

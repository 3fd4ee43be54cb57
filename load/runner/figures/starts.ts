import type { Figure } from '../../model/figure.ts';
import { extent, median, medianInterval } from '../../../stats/order-statistics.ts';

const level = 0.95;

/** Named: what a figure is called, and what one of its values is. */
export type Named = Pick<Figure, 'name' | 'title' | 'of'>;

/** medianOf: the median over starts in milliseconds, with a distribution-free interval and the range. */
export function medianOf(named: Named, values: readonly number[]): Figure {
  const base = { ...named, group: 'startup', unit: 'ms', n: values.length } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not measured' };
  const interval = medianInterval(values, level);
  return {
    ...base,
    value: median(values),
    range: extent(values),
    ...(interval === undefined
      ? {}
      : { interval: { low: interval.low, high: interval.high, level, method: 'order statistics' } }),
  };
}

/** slowestOf: the longest over starts in milliseconds. */
export function slowestOf(named: Named, values: readonly number[]): Figure {
  const base = { ...named, group: 'startup', unit: 'ms', n: values.length } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not measured' };
  const range = extent(values);
  return { ...base, value: range.high, range };
}

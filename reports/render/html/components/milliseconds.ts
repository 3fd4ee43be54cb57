import type { Percentiles } from '../../../../load/model/histogram.ts';
import { formatNumber } from '../../text/number.ts';
import { headed } from './data-table.ts';

/** ms writes milliseconds without the unit, which stands in the caption; a dash where too little is known. */
export function ms(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatNumber(value);
}

/** percentileColumns and percentileCells: a row of percentiles under its headings. */
export const percentileColumns = headed('#p50', '#p90', '#p99', '#p99.9', '#max', '#mean');

/** percentileCells: the percentiles of one distribution in the order of percentileColumns. */
export function percentileCells({ p50, p90, p99, p999, max, mean }: Percentiles): string[] {
  return [p50, p90, p99, p999, max, mean].map(ms);
}

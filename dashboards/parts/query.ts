import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { datasource } from './datasource.ts';

/** Query: one PromQL expression of a panel; `legend` names a series by its labels, such as `{{service}} p99`. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
  /** as: a line over time, buckets over time, the present value of each series, or the present values as a table. */
  readonly as?: 'lines' | 'buckets' | 'present' | 'values';
  /** exemplars: show the traces that the buckets name. */
  readonly exemplars?: true;
}

/** targetOf makes what Grafana asks Prometheus; `index` gives it the letter by which transformations name it. */
export function targetOf({ expr, legend, as = 'lines', exemplars }: Query, index: number): DataqueryBuilder {
  const target = new DataqueryBuilder()
    .refId(String.fromCodePoint('A'.codePointAt(0)! + index))
    .datasource(datasource)
    .expr(expr)
    .legendFormat(legend)
    .format(formats[as]);
  if (exemplars) target.exemplar(true);
  return as === 'values' || as === 'present' ? target.instant() : target.range();
}

const formats = {
  lines: PromQueryFormat.TimeSeries,
  buckets: PromQueryFormat.Heatmap,
  present: PromQueryFormat.TimeSeries,
  values: PromQueryFormat.Table,
} as const;

import { ownMetrics, seriesNames } from '../load/model/own-metrics.ts';
import { metricTable, type MetricDefinition } from '../reference-services/kit/metrics.ts';
import { postgresMetrics } from './promql/postgres.ts';
import { nodeMetrics } from './promql/services.ts';

/** knownSeries: the names of all series that anything of ours exports, or that we read of others. */
export const knownSeries: ReadonlySet<string> = new Set([
  ...Object.values(metricTable).flatMap(ofService),
  ...Object.values(ownMetrics).flatMap(seriesNames),
  ...nodeMetrics,
  ...postgresMetrics,
]);

function ofService({ name, type }: MetricDefinition): readonly string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

import { ValueType } from '@opentelemetry/api';
import { JsonMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { type OwnMetric, seriesNames } from '../model/own-metrics.ts';
import type { Labels } from '../model/own-sample.ts';
import type { Point, Series } from './point.ts';

/**
 * otlpRequest writes series as a request of OTLP/HTTP in JSON, by OpenTelemetry's metrics SDK: its data model, since the
 * SDK's own instruments know no moments but now, and its serializer. Names stand as they are to be in Prometheus and
 * carry no unit beside, so that every translation strategy leaves them as they are; `job` and `instance` become the
 * resource's `service.name` and `service.instance.id`, from which Prometheus makes them again.
 */
export function otlpRequest(
  { job, instance }: { readonly job: string; readonly instance: string },
  series: readonly Series[],
): string {
  const resource = resourceFromAttributes({ 'service.name': job, 'service.instance.id': instance });
  const metrics = [...Map.groupBy(series, ({ metric }) => metric)].map(([metric, its]) =>
    metricOf(metric, its),
  );
  const scopeMetrics = [{ scope: { name: 'rehearse' }, metrics }];
  return flagged(
    new TextDecoder().decode(JsonMetricsSerializer.serializeRequest({ resource, scopeMetrics })),
  );
}

/**
 * That a series has ended says a flag of its point, "no recorded value", which SDK and serializer (0.301) do not know: they
 * write the NaN that stands for it as null. Source: OpenTelemetry protocol 1.7, metrics.proto, DataPointFlags.
 */
function flagged(request: string): string {
  return request.replaceAll(/"(?:asDouble|count)":null/g, '"flags":1');
}

function metricOf(metric: OwnMetric, series: readonly Series[]): MetricData {
  const common = { aggregationTemporality: AggregationTemporality.CUMULATIVE };
  if (metric.type === 'histogram') {
    const dataPoints = dataPointsOf(series, (value) => histogramOf(metric, value));
    return {
      ...common,
      ...described(metric, metric.name),
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints,
    };
  }
  const named = { ...common, ...described(metric, seriesNames(metric)[0]!) };
  const dataPoints = dataPointsOf(series, (value) => (typeof value === 'number' ? value : Number.NaN));
  return metric.type === 'counter'
    ? { ...named, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...named, dataPointType: DataPointType.GAUGE, dataPoints };
}

function described({ help }: OwnMetric, name: string): Pick<MetricData, 'descriptor'> {
  return { descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE } };
}

function dataPointsOf<T>(series: readonly Series[], valueOf: (value: Point['value']) => T): DataPoint<T>[] {
  return series.flatMap(({ labels: { job: _job, instance: _instance, ...labels }, points }) => {
    const attributes = attributesOf(labels);
    return points.map(({ unixMs, value }) => ({
      attributes,
      startTime: [0, 0] as [number, number],
      endTime: [Math.floor(unixMs / 1000), (unixMs % 1000) * 1e6] as [number, number],
      value: valueOf(value),
    }));
  });
}

function histogramOf({ buckets = [] }: OwnMetric, value: Point['value']): Histogram {
  if (typeof value !== 'object')
    return { buckets: { boundaries: [], counts: [] }, sum: 0, count: Number.NaN };
  const count = value.counts.reduce((sum, one) => sum + one, 0);
  return { buckets: { boundaries: [...buckets], counts: [...value.counts] }, sum: value.sum, count };
}

function attributesOf(labels: Labels): Record<string, string> {
  const given = Object.entries(labels).filter((label): label is [string, string] => label[1] !== undefined);
  return Object.fromEntries(given);
}

import { type OwnMetric, seriesNames } from '../model/own-metrics.ts';
import type { Labels } from '../model/own-sample.ts';
import type { Point, Series } from './point.ts';

/** cumulative: OTLP's number for counts since the beginning. */
const cumulative = 2;
/** noRecordedValue: OTLP's flag of a point that says the series has ended. */
const noRecordedValue = 1;

/**
 * otlpRequest writes series as a request of OTLP/HTTP in JSON. Names stand as they are to be in Prometheus and carry no
 * unit beside, so that every translation strategy leaves them as they are; `job` and `instance` become the resource's
 * `service.name` and `service.instance.id`, from which Prometheus makes them again.
 * OpenTelemetry's own serializers (otlp-transformer 0.301) know no flags of points, and so cannot say that a series has ended;
 * to put the flag into what they wrote takes more code than this, 14 MB, and 0.1 s of every start.
 * Source: OpenTelemetry protocol 1.7, metrics.proto and "JSON Protobuf Encoding".
 */
export function otlpRequest(
  resource: { readonly job: string; readonly instance: string },
  series: readonly Series[],
): string {
  const metrics = [...Map.groupBy(series, ({ metric }) => metric)].map(([metric, its]) =>
    metricOf(metric, its),
  );
  const attributes = attributesOf({
    'service.name': resource.job,
    'service.instance.id': resource.instance,
  });
  return JSON.stringify({
    resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ scope: { name: 'rehearse' }, metrics }] }],
  });
}

function metricOf(metric: OwnMetric, series: readonly Series[]): object {
  const dataPoints = series.flatMap(({ labels: { job: _job, instance: _instance, ...labels }, points }) => {
    const attributes = attributesOf(labels);
    return points.map((point) => ({ attributes, ...pointOf(metric, point) }));
  });
  const described = { name: metric.name, description: metric.help };
  if (metric.type === 'histogram') {
    return { ...described, histogram: { aggregationTemporality: cumulative, dataPoints } };
  }
  const name = seriesNames(metric)[0];
  if (metric.type !== 'counter') return { ...described, name, gauge: { dataPoints } };
  return { ...described, name, sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints } };
}

function pointOf(metric: OwnMetric, { unixMs, value }: Point): object {
  const at = { timeUnixNano: `${unixMs}000000` };
  if (value === 'stale') return { ...at, flags: noRecordedValue };
  if (typeof value === 'number') return { ...at, asDouble: value };
  return {
    ...at,
    count: String(value.counts.reduce((sum, count) => sum + count, 0)),
    sum: value.sum,
    bucketCounts: value.counts.map(String),
    explicitBounds: metric.buckets,
  };
}

function attributesOf(labels: Labels): object[] {
  return Object.entries(labels).flatMap(([key, text]) =>
    text === undefined ? [] : [{ key, value: { stringValue: text } }],
  );
}

import { metricTable, type MetricDefinition } from '../../reference-services/kit/metrics.ts';

/** metrics: the services' own table, by which no name is written twice. */
export const metrics = metricTable;

/** nodeMetrics: names that prom-client or Prometheus itself gives; see reference-services/METRICS.md. */
export const nodeMetrics = [
  'up',
  'process_cpu_seconds_total',
  'process_cpu_user_seconds_total',
  'process_cpu_system_seconds_total',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_max_fds',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_heap_space_size_used_bytes',
  'nodejs_version_info',
] as const;
type NodeMetric = (typeof nodeMetrics)[number];

type Metric = MetricDefinition | NodeMetric;

/** serverErrors: matches requests that were answered with a 5xx. */
export const serverErrors = 'http_response_status_code=~"5.."';

/** chosenReplicas: what the reader has chosen at the top of the dashboard. */
const chosenReplicas = 'job=~"$job", service=~"$service", instance=~"$instance"';

/** value: of the chosen replicas; `matchers` narrow it further. */
export function value(metric: Metric, matchers?: string): string {
  return series(nameOf(metric), matchers);
}

/** perSecond: the rate of a counter. */
export function perSecond(metric: Metric, matchers?: string): string {
  return rate(nameOf(metric), matchers);
}

/** observations and sums of a histogram per second. */
export function observations(metric: MetricDefinition, matchers?: string): string {
  return rate(`${metric.name}_count`, matchers);
}
export function sums(metric: MetricDefinition, matchers?: string): string {
  return rate(`${metric.name}_sum`, matchers);
}

/** bucketRates: how many values per second fell into each bucket, summed over replicas before anything is read off. */
export function bucketRates(metric: MetricDefinition, by: readonly string[] = [], matchers?: string): string {
  return `sum by (${['le', ...by].join(', ')}) (${rate(`${metric.name}_bucket`, matchers)})`;
}

/** quantile: of all values of the chosen replicas, from merged buckets; percentiles are never averaged. */
export function quantile(
  q: number,
  metric: MetricDefinition,
  by: readonly string[] = [],
  matchers?: string,
): string {
  return `histogram_quantile(${q}, ${bucketRates(metric, by, matchers)})`;
}

function nameOf(metric: Metric): string {
  return typeof metric === 'string' ? metric : metric.name;
}

function series(name: string, matchers?: string): string {
  return `${name}{${chosenReplicas}${matchers === undefined ? '' : `, ${matchers}`}}`;
}

function rate(name: string, matchers?: string): string {
  return `rate(${series(name, matchers)}[$__rate_interval])`;
}

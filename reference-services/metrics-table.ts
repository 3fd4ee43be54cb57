import { type MetricDefinition, metricTable } from './kit/metrics.ts';
import { collectProcessMetrics } from './kit/process-metrics.ts';
import { Metrics } from './kit/registry.ts';

/** Exported is what the table says of one metric. */
export type Exported = Pick<MetricDefinition, 'name' | 'help' | 'labels'> & { readonly type: string };

/** exportedMetrics are all metrics that a service may export, ours first, as they are described to Prometheus. */
export function exportedMetrics(): readonly Exported[] {
  const own: readonly Exported[] = Object.values(metricTable);
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...processMetrics().filter(({ name }) => !names.has(name))];
}

function processMetrics(): readonly Exported[] {
  const metrics = new Metrics();
  collectProcessMetrics(metrics);
  return metrics.registry.getMetricsAsArray().map((metric) => {
    // Its types leave out what every metric has.
    const { name, help, type, labelNames } = metric as unknown as Exported & {
      readonly labelNames: string[];
    };
    return { name, help, type, labels: labelNames };
  });
}

/** metricsTable is METRICS.md. */
export function metricsTable(): string {
  const rows = exportedMetrics().map(({ name, type, labels, help }) =>
    [`\`${name}\``, type, labels.map((label) => `\`${label}\``).join(', ') || '–', unitOf(name), help].join(
      ' | ',
    ),
  );
  return [
    '# Metrics',
    '',
    'Written by `node reference-services/metrics-table.ts > reference-services/METRICS.md`; the source of the first part is',
    '`kit/metrics.ts`, the rest is what prom-client knows of the process. A histogram exports `_bucket`, `_sum` and `_count`.',
    `While traces are sent, buckets of ${exemplified} name the trace`,
    'of a value that fell in them, for those who ask for `application/openmetrics-text`. With `METRICS=off` there are none of',
    'these, and the page says so. `/metrics?name[]=NAME` gives the metrics of that name alone; it may be repeated.',
    '',
    '| name | type | labels | unit | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

const exemplified = Object.values<MetricDefinition>(metricTable)
  .filter(({ exemplars }) => exemplars)
  .map(({ name }) => `\`${name}\``)
  .join(' and ');

/** A unit is part of the name; what has none is a plain number. */
function unitOf(name: string): string {
  const unit = /_(seconds|bytes|seats)(_total)?$/.exec(name)?.[1];
  return unit ?? 'number';
}

if (import.meta.main) process.stdout.write(metricsTable());

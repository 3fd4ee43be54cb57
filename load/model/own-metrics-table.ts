import { type OwnMetric, ownMetrics, runLabels, seriesNames } from './own-metrics.ts';

/** ownMetricsTable is load/METRICS.md. */
export function ownMetricsTable(): string {
  const rows = Object.values<OwnMetric>(ownMetrics).map(({ labels, help, unit, ...metric }) =>
    [
      `\`${seriesNames(metric)[0]!.replace(/_bucket$/, '')}\``,
      metric.type,
      names(labels) || '–',
      unit ?? 'number',
      help,
    ].join(' | '),
  );
  return [
    "# The harness's own metrics",
    '',
    'Written by `node load/model/own-metrics-table.ts > load/METRICS.md`; the source is `load/model/own-metrics.ts`. A run or',
    'a load with `--prometheus` pushes them while it goes on; `metrics.om` holds those of a finished run, with the course of its',
    'loads every two seconds, or 300 times where they are long. Every series also carries',
    `${names(runLabels)}: \`job\` is \`rehearse\`, \`run\` and \`instance\` are the run's start.`,
    'A histogram has `_bucket`, `_sum` and `_count`.',
    '',
    'Series of a load, of memory, processor time and event loop of replicas, of the machine, and `rehearse_run_info` with the',
    'state `running`, end with what they are about. The others keep their last value as Prometheus does, for five minutes;',
    'later, `last_over_time(rehearse_run_verdict[1h])` finds it. What is seen of replicas comes while their experiment goes on,',
    'once a second; what is seen of the machine comes when an experiment has ended, with the time at which it was seen.',
    '',
    '| name | type | labels | unit | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

function names(labels: readonly string[]): string {
  return labels.map((label) => `\`${label}\``).join(', ');
}

if (import.meta.main) process.stdout.write(ownMetricsTable());

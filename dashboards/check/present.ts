import { ownMetrics, seriesNames } from '../../load/model/own-metrics.ts';
import type { PrometheusApi } from './prometheus-api.ts';
import type { Source } from './sources.ts';

const { requests, runStart, figureSeconds, memory, startup, drain, marker } = ownMetrics;
const runsOf = `last_over_time(${runStart.name}[30d])`;

/** signsWithin: by source, an expression that has an answer where there was something of it within the last seconds. */
function signsWithin(seconds: number): Readonly<Record<Source, string>> {
  const seen = (metric: string): string => `last_over_time(${metric}[${seconds}s])`;
  // Of the run that is chosen at first: the latest.
  const ofLatest = (metric: string): string =>
    `${seen(metric)} and on (run) topk(1, max by (run) (${runsOf}))`;
  return {
    services: 'service_draining',
    load: seen(seriesNames(requests)[0]!),
    watched: ofLatest(memory.name),
    starts: ofLatest(startup.name),
    changes: `${ofLatest(drain.name)} and on (run) ${seen(`${marker.name}{kind="scale"}`)}`,
    run: ofLatest(figureSeconds.name),
    browser: seen('web_vitals_lcp_seconds_count'),
    'postgres-exporter': 'pg_up',
  };
}

/** sourcesIn tells what a Prometheus server knows of, by a metric of each within the time that is looked at. */
export async function sourcesIn(
  api: Pick<PrometheusApi, 'at'>,
  nowSeconds: number,
  rangeSeconds: number,
): Promise<ReadonlySet<Source>> {
  const found = new Set<Source>();
  for (const [source, sign] of Object.entries(signsWithin(rangeSeconds)) as [Source, string][]) {
    if ((await api.at(`count(${sign})`, nowSeconds)).length > 0) found.add(source);
  }
  return found;
}

/** begunAt: Unix time of the oldest that dashboards tell of: a replica of this moment, or a run of 30 days. */
export async function begunAt(api: Pick<PrometheusApi, 'at'>, nowSeconds: number): Promise<number> {
  const oldest = [`min(min_over_time(process_start_time_seconds[1h]))`, `min(${runsOf})`];
  const answers = await Promise.all(oldest.map((expr) => api.at(expr, nowSeconds)));
  const starts = answers.flat().flatMap(({ values }) => values.map(([, value]) => value));
  return Math.min(nowSeconds, ...starts);
}

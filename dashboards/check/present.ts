import type { PrometheusApi } from './prometheus-api.ts';
import type { Source } from './sources.ts';

const signs: Readonly<Record<Source, string>> = {
  services: 'service_draining',
  harness: 'rehearse_run_start_timestamp_seconds',
  browser: 'web_vitals_lcp_seconds_count',
  'postgres-exporter': 'pg_up',
};

/** sourcesIn tells what a Prometheus server knows of, by a metric of each within the last minutes. */
export async function sourcesIn(api: PrometheusApi, nowSeconds: number): Promise<ReadonlySet<Source>> {
  const found = new Set<Source>();
  for (const [source, metric] of Object.entries(signs) as [Source, string][]) {
    if ((await api.at(`count(last_over_time(${metric}[2m]))`, nowSeconds)).length > 0) found.add(source);
  }
  return found;
}

import { expect, test } from 'vitest';
import { sourceOf } from './sources.ts';

test.each([
  ['sum(rate(http_server_request_duration_seconds_count[1m]))', 'services'],
  ['rate(pg_stat_database_xact_commit[1m])', 'postgres-exporter'],
  ['web_vitals_lcp_seconds_bucket', 'browser'],
  ['rate(rehearse_load_requests_total{run="a"}[20s])', 'load'],
  ['last_over_time(rehearse_run_verdict{run="a"}[120s]) == 1', 'load'],
  ['rehearse_marker_timestamp_seconds{run="a", kind="phase"}', 'load'],
  ['rehearse_marker_timestamp_seconds{run="a", kind="scale"}', 'changes'],
  ['rehearse_marker_timestamp_seconds{kind=~"replica-ready|replica-exited"}', 'changes'],
  ['rehearse_figure{run="a", stat="value"}', 'run'],
  ['rehearse_replica_cpu_cores{run="a"}', 'watched'],
  ['rehearse_replica_memory_bytes{run="a"}', 'watched'],
  ['max by (experiment) (rehearse_replica_startup_seconds{run="a"})', 'starts'],
  ['rehearse_replica_drain_seconds{signal="SIGTERM"}', 'changes'],
  ['last_over_time(rehearse_run_end_timestamp_seconds[30d])', 'run'],
])('%s rests on %s', (expr, source) => {
  expect(sourceOf(expr)).toBe(source);
});

/** postgresMetrics: names that postgres_exporter (0.16 and later) gives; several of its counters lack `_total`. */
export const postgresMetrics = [
  'pg_up',
  'pg_stat_activity_count',
  'pg_settings_max_connections',
  'pg_locks_count',
  'pg_stat_database_blks_hit',
  'pg_stat_database_blks_read',
  'pg_stat_database_xact_commit',
  'pg_stat_database_xact_rollback',
  'pg_stat_database_deadlocks',
  'pg_stat_database_tup_inserted',
  'pg_stat_database_tup_updated',
  'pg_stat_database_tup_deleted',
  'pg_database_size_bytes',
] as const;
type PostgresMetric = (typeof postgresMetrics)[number];

// The server that the reader has chosen.
const chosen = 'job=~"$job", instance=~"$instance"';

/** postgres: the values of a metric of the chosen databases; those of the whole server with `database` left out. */
export function postgres(metric: PostgresMetric, of: 'database' | 'server' = 'database'): string {
  return `${metric}{${chosen}${of === 'database' ? ', datname=~"$database"' : ''}}`;
}

/** postgresRate: of a counter, per second. */
export function postgresRate(metric: PostgresMetric): string {
  return `rate(${postgres(metric)}[$__rate_interval])`;
}

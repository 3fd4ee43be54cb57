import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { postgres } from '../promql/postgres.ts';

/** connections: how many there are, what they do, and what they wait for. */
export const connections: Row = {
  title: 'Connections and locks',
  panels: [
    timeSeries({
      title: 'Connections by state',
      description: 'Many that are "idle in transaction" hold locks while they do nothing.',
      unit: 'short',
      stacked: true,
      queries: [{ expr: sum(['state'], postgres('pg_stat_activity_count')), legend: '{{state}}' }],
    }),
    timeSeries({
      title: 'Share of connections in use',
      description: 'Of max_connections; at 1 new replicas cannot connect.',
      unit: 'percentunit',
      max: 1,
      limit: 0.8,
      queries: [
        {
          expr: `${sum(['instance'], postgres('pg_stat_activity_count', 'server'))} / ${sum(['instance'], postgres('pg_settings_max_connections', 'server'))}`,
          legend: '{{instance}}',
        },
      ],
    }),
    timeSeries({
      title: 'Locks by mode',
      description: 'Locks that are held or waited for.',
      unit: 'short',
      queries: [{ expr: sum(['mode'], postgres('pg_locks_count')), legend: '{{mode}}' }],
    }),
  ],
};

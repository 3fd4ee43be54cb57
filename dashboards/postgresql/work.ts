import type { Row } from '../parts/board.ts';
import { timeSeries } from '../parts/time-series.ts';
import { sum } from '../promql/combine.ts';
import { postgres, postgresRate } from '../promql/postgres.ts';

const database = ['datname'];
const hits = sum(database, postgresRate('pg_stat_database_blks_hit'));
const reads = sum(database, postgresRate('pg_stat_database_blks_read'));

/** work: what the databases do, and how much of it from memory. */
export const work: Row = {
  title: 'Work',
  panels: [
    timeSeries({
      title: 'Transactions per second',
      description: 'Committed and rolled back, by database.',
      unit: 'ops',
      queries: [
        {
          expr: sum(database, postgresRate('pg_stat_database_xact_commit')),
          legend: '{{datname}} committed',
        },
        {
          expr: sum(database, postgresRate('pg_stat_database_xact_rollback')),
          legend: '{{datname}} rolled back',
        },
      ],
    }),
    timeSeries({
      title: 'Share of blocks from cache',
      description: 'Blocks that were found in shared buffers. Under 0.99 the working set does not fit.',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: `${hits} / (${hits} + ${reads} > 0)`, legend: '{{datname}}' }],
    }),
    timeSeries({
      title: 'Rows written per second',
      description: 'Inserted, updated and deleted, over the databases that are chosen.',
      unit: 'ops',
      queries: (['inserted', 'updated', 'deleted'] as const).map((what) => ({
        expr: sum(['instance'], postgresRate(`pg_stat_database_tup_${what}`)),
        legend: what,
      })),
    }),
    timeSeries({
      title: 'Deadlocks per second',
      description: 'Transactions that were ended because they waited for each other: always 0.',
      unit: 'ops',
      queries: [{ expr: sum(database, postgresRate('pg_stat_database_deadlocks')), legend: '{{datname}}' }],
    }),
    timeSeries({
      title: 'Size',
      description: 'On disk, by database.',
      unit: 'bytes',
      queries: [{ expr: sum(database, postgres('pg_database_size_bytes')), legend: '{{datname}}' }],
    }),
  ],
};

/** Exclusion: a rule that a dashboard breaks on purpose, in one panel or in all, and why. */
export interface Exclusion {
  readonly rule: string;
  readonly dashboard: string;
  readonly panel?: string;
  readonly reason: string;
}

/** exclusions: each must still be needed. */
export const exclusions: readonly Exclusion[] = [
  {
    rule: 'job-and-instance',
    dashboard: 'rehearse-run',
    reason: 'A run is chosen by its label run; all runs are one job, and each is one instance of it.',
  },
  {
    rule: 'job-and-instance',
    dashboard: 'rehearse-compare',
    reason: 'As in Run; there are two of them.',
  },
  {
    rule: 'job-and-instance',
    dashboard: 'rehearse-lifecycle',
    panel: 'Drain time',
    reason: 'A replica cannot tell how long its own end took; test runs do, under a job of their own.',
  },
  {
    rule: 'counters',
    dashboard: 'rehearse-postgresql',
    reason: 'postgres_exporter leaves _total off the counters of pg_stat_database.',
  },
];

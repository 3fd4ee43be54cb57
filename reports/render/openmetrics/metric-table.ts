/** MetricFamily: one name of our own metrics, as it stands in `metrics.om`. All labels are bounded by the run. */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info';
  /** unit: the base unit that ends the name; absent where there is none. */
  readonly unit?: 'seconds' | 'bytes' | 'ratio' | 'cores';
  readonly help: string;
}

/**
 * metricTable: the names under which a run goes to Prometheus. Every sample also carries `suite` and `run` (the run's
 * start, RFC 3339 UTC). A counter's samples carry the suffix `_total`, an info's `_info`. Percentiles are of one second
 * or of one run: never average them.
 */
export const metricTable = {
  run: { name: 'rehearse_run', type: 'info', help: 'A run: its state, revision and version.' },
  runStart: {
    name: 'rehearse_run_start_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the run started, Unix time; for annotations.',
  },
  runEnd: {
    name: 'rehearse_run_end_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the run ended, Unix time; for annotations.',
  },
  experiment: {
    name: 'rehearse_experiment_active',
    type: 'gauge',
    help: '1 while the experiment runs, 0 when it has ended.',
  },
  marker: {
    name: 'rehearse_marker_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When something was done to the system or happened to a replica, Unix time; for annotations.',
  },
  requests: {
    name: 'rehearse_load_requests',
    type: 'counter',
    help: 'Requests of the load since its start by outcome: scheduled, sent, ok, rejected, failed; warm-up included.',
  },
  responseTime: {
    name: 'rehearse_load_response_time_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Response time of the requests scheduled within one second: stat is p50, p90 or max.',
  },
  memory: {
    name: 'rehearse_replica_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory of a replica: kind is rss, pss, uss or heap_used.',
  },
  cpu: {
    name: 'rehearse_replica_cpu_cores',
    type: 'gauge',
    unit: 'cores',
    help: 'CPU used by a replica, in cores.',
  },
  eventLoop: {
    name: 'rehearse_replica_event_loop_utilization_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'Share of time in which the event loop of a replica was busy.',
  },
  machine: {
    name: 'rehearse_machine_cores',
    type: 'gauge',
    unit: 'cores',
    help: 'Cores of the machine since the look before: kind is busy, foreign (busy for others) or stolen (by other guests).',
  },
  startup: {
    name: 'rehearse_replica_startup_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the spawn of a replica until it had come to the phase: listening, ready, first_answer.',
  },
  drain: {
    name: 'rehearse_replica_drain_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the signal to a replica until its exit.',
  },
  notReady: {
    name: 'rehearse_replica_time_to_not_ready_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the signal to a replica until it said that it is not ready.',
  },
  figureSeconds: {
    name: 'rehearse_figure_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'A figure of the run that is a time: stat is value, low, high (its interval) or budget.',
  },
  figureBytes: {
    name: 'rehearse_figure_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'A figure of the run that is memory: stat is value, low, high (its interval) or budget.',
  },
  figureRatio: {
    name: 'rehearse_figure_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'A figure of the run that is a share, 0 to 1: stat is value, low, high (its interval) or budget.',
  },
  figureCount: {
    name: 'rehearse_figure',
    type: 'gauge',
    help: 'A figure of the run that is counted, in its unit: stat is value, low, high (its interval) or budget.',
  },
  verdict: {
    name: 'rehearse_figure_verdict',
    type: 'gauge',
    help: '1 for the verdict of a figure held against its budget: pass, fail or inconclusive.',
  },
} as const satisfies Record<string, MetricFamily>;

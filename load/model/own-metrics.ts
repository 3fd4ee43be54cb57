// Imports nothing: dashboards read this table as well.

/** OwnMetric: one name of the harness's own metrics. Every label is bounded by the run. */
export interface OwnMetric {
  /** name of the family; `seriesNames` gives those of its series. */
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info' | 'histogram';
  /** unit: the base unit that ends the name; absent where there is none. */
  readonly unit?: 'seconds' | 'bytes' | 'ratio' | 'cores';
  readonly help: string;
  /** labels beside those of `runLabels`. */
  readonly labels: readonly string[];
  /** buckets: upper bounds of a histogram, in its unit, without +Inf. */
  readonly buckets?: readonly number[];
}

/**
 * runLabels stand on every series: `job` is `rehearse`; `run` is the run's start, RFC 3339 UTC, which sorts by time;
 * `instance` is the same, because each run is one instance of the harness.
 */
export const runLabels = ['job', 'instance', 'suite', 'run'] as const;

/** ownJob: the `job` of all of them. */
export const ownJob = 'rehearse';

const load = ['experiment', 'scenario', 'engine'] as const;
const replica = ['experiment', 'service', 'replica'] as const;
const figure = ['figure', 'group', 'stat'] as const;
const stats = 'stat is value, low, high (its interval) or budget.';

/** requestBuckets: ten to the decade from 1 ms to 1 s, so that a percentile between two bounds is at most 26% off. */
const requestBuckets = [
  0.00025, 0.0005, 0.001, 0.00125, 0.0016, 0.002, 0.0025, 0.0032, 0.004, 0.005, 0.0063, 0.008, 0.01, 0.0125,
  0.016, 0.02, 0.025, 0.032, 0.04, 0.05, 0.063, 0.08, 0.1, 0.125, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8,
  1, 1.6, 2.5, 4, 6.3, 10,
] as const;

/** delayBuckets: about the limit of 5 ms, beyond which a generator was late. */
const delayBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1] as const;

/**
 * ownMetrics: the names under which a run goes to Prometheus, pushed while it goes on and in `metrics.om`. Percentiles
 * come from the buckets of the histograms, summed; those that stand in a gauge are of one second or of one run: never
 * average them.
 */
export const ownMetrics = {
  run: {
    name: 'rehearse_run',
    type: 'info',
    help: 'A run: its revision and version; state is running, then complete, invalid, aborted or failed.',
    labels: ['state', 'revision', 'dirty', 'version'],
  },
  runStart: {
    name: 'rehearse_run_start_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the run started, Unix time; for annotations.',
    labels: [],
  },
  runEnd: {
    name: 'rehearse_run_end_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the run ended, Unix time; for annotations.',
    labels: [],
  },
  runVerdict: {
    name: 'rehearse_run_verdict',
    type: 'gauge',
    help: '1 for what the run came to: pass, fail, inconclusive, invalid, aborted or failed.',
    labels: ['verdict'],
  },
  experiment: {
    name: 'rehearse_experiment_active',
    type: 'gauge',
    help: '1 while the experiment runs, 0 when it has ended; control is true where it must lose requests.',
    labels: ['experiment', 'control'],
  },
  experimentStart: {
    name: 'rehearse_experiment_start_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the experiment started, Unix time; for annotations.',
    labels: ['experiment', 'control'],
  },
  experimentEnd: {
    name: 'rehearse_experiment_end_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When the experiment ended, Unix time; for annotations.',
    labels: ['experiment', 'control'],
  },
  marker: {
    name: 'rehearse_marker_timestamp_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When something was done to the system or happened to a replica, Unix time; for annotations. kind is phase, scale, replica-requested, replica-ready, replica-signalled or replica-exited.',
    labels: ['experiment', 'kind', 'label', 'service', 'replica'],
  },
  requests: {
    name: 'rehearse_load_requests',
    type: 'counter',
    help: 'Requests of the load by outcome: scheduled = sent + not_sent, sent = ok + rejected + failed + unfinished; phase is warm-up or measuring, by their scheduled start. Offered is scheduled, achieved is sent; never sum over outcomes.',
    labels: [...load, 'phase', 'outcome'],
  },
  lostRequests: {
    name: 'rehearse_load_lost_requests',
    type: 'counter',
    help: 'Requests that were sent and not answered as they should have been, by kind: refused, reset, closed, truncated, timeout, status, body, unfinished.',
    labels: [...load, 'phase', 'kind'],
  },
  journeys: {
    name: 'rehearse_load_journeys',
    type: 'counter',
    help: 'Journeys after the warm-up by outcome: begun = completed + ended_early + broken + cut_off (which is known at the end); ended_early by an answer that is right and final, such as sold out.',
    labels: [...load, 'outcome'],
  },
  inFlight: {
    name: 'rehearse_load_in_flight_requests',
    type: 'gauge',
    help: 'Requests that are sent and have not ended.',
    labels: load,
  },
  responseTime: {
    name: 'rehearse_load_response_time_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'From the moment the schedule says a request begins to the last byte of its answer, of those that were ok; phase is warm-up or measuring. Absent for engines whose times begin with the actual send.',
    labels: [...load, 'phase'],
    buckets: requestBuckets,
  },
  serviceTime: {
    name: 'rehearse_load_service_time_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'From the written headers of a request to the last byte of its answer, of those that were ok; phase is warm-up or measuring.',
    labels: [...load, 'phase'],
    buckets: requestBuckets,
  },
  dispatchDelay: {
    name: 'rehearse_load_dispatch_delay_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'How late the generator handed a request to its client, of those that were ok; above 5 ms at p99 a measurement is invalid. Absent for engines that cannot see it.',
    labels: [...load, 'phase'],
    buckets: delayBuckets,
  },
  stepTime: {
    name: 'rehearse_load_step_time_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Time of the requests of one step of the load, a second unless it is a long one: stat is p50, p90 or max; from the scheduled start, or from the send for engines other than paced.',
    labels: [...load, 'stat'],
  },
  memory: {
    name: 'rehearse_replica_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory of a replica: kind is rss, pss, uss or heap_used.',
    labels: [...replica, 'kind'],
  },
  cpu: {
    name: 'rehearse_replica_cpu_cores',
    type: 'gauge',
    unit: 'cores',
    help: 'CPU used by a replica, in cores.',
    labels: replica,
  },
  eventLoop: {
    name: 'rehearse_replica_event_loop_utilization_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'Share of time in which the event loop of a replica was busy.',
    labels: replica,
  },
  machine: {
    name: 'rehearse_machine_cores',
    type: 'gauge',
    unit: 'cores',
    help: 'Cores of the machine since the look before: kind is busy, foreign (busy for others) or stolen (by other guests).',
    labels: ['experiment', 'kind'],
  },
  startup: {
    name: 'rehearse_replica_startup_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the spawn of a replica until it had come to the phase: listening, ready, first_answer.',
    labels: [...replica, 'mode', 'phase'],
  },
  drain: {
    name: 'rehearse_replica_drain_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the signal to a replica until its exit.',
    labels: [...replica, 'cause', 'signal'],
  },
  notReady: {
    name: 'rehearse_replica_time_to_not_ready_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'From the signal to a replica until it said that it is not ready.',
    labels: [...replica, 'cause', 'signal'],
  },
  figureSeconds: {
    name: 'rehearse_figure_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: `A figure of the run that is a time: ${stats}`,
    labels: figure,
  },
  figureBytes: {
    name: 'rehearse_figure_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: `A figure of the run that is memory: ${stats}`,
    labels: figure,
  },
  figureRatio: {
    name: 'rehearse_figure_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: `A figure of the run that is a share, 0 to 1: ${stats}`,
    labels: figure,
  },
  figureCount: {
    name: 'rehearse_figure',
    type: 'gauge',
    help: `A figure of the run that is counted, in its unit: ${stats}`,
    labels: [...figure, 'unit'],
  },
  verdict: {
    name: 'rehearse_figure_verdict',
    type: 'gauge',
    help: '1 for the verdict of a figure held against its budget: pass, fail or inconclusive.',
    labels: ['figure', 'group', 'verdict'],
  },
} as const satisfies Record<string, OwnMetric>;

/** seriesNames: under which names the series of a metric stand in Prometheus. */
export function seriesNames({ name, type }: Pick<OwnMetric, 'name' | 'type'>): readonly string[] {
  switch (type) {
    case 'gauge':
      return [name];
    case 'counter':
      return [`${name}_total`];
    case 'info':
      return [`${name}_info`];
    case 'histogram':
      return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  }
}

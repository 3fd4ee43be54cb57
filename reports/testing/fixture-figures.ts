import { type Budget, type Figure, judge } from '../../load/model/figure.ts';
import type { LoadObservation } from '../../load/model/load-observation.ts';
import { observationsOf } from '../../load/model/observation.ts';
import type { Experiment } from '../../load/model/result.ts';

const mebibyte = 1024 * 1024;

/** figuresFixture: the figures of a quick suite over synthetic experiments. */
export function figuresFixture(experiments: readonly Experiment[]): Figure[] {
  const load = loadOf(experiments, 'steady-load');
  const response = load?.measured.responseTimeMs;
  const intervals = load?.measured.responseTimeIntervals;
  const n = load?.measured.ledger.ok ?? 0;
  const latency = (['p50', 'p90', 'p99', 'p999'] as const).map((p) =>
    figure({
      name: `latency.response_time.${p}`,
      title: `response time ${p === 'p999' ? 'p99.9' : p}`,
      group: 'latency',
      unit: 'ms',
      value: response?.[p] ?? null,
      ...(intervals?.[p] === undefined ? {} : { interval: intervals[p] }),
      n,
      of: 'answers',
      ...(p === 'p999' ? {} : { budget: atMost({ p50: 25, p90: 60, p99: 150 }[p]) }),
    }),
  );
  return [
    ...latency,
    figure({
      name: 'latency.throughput',
      title: 'throughput',
      group: 'latency',
      unit: 'requests/s',
      value: load?.measured.achievedRps ?? null,
      n,
      of: 'requests',
    }),
    ...memoryFigures(load !== undefined),
    ...startupFigures(experiments.some((e) => e.name === 'startup')),
    ...shutdownFigures(experiments),
    ...bookingFigures(experiments.some((e) => e.name === 'scale-and-restart')),
  ];
}

function memoryFigures(measured: boolean): Figure[] {
  const phases = [
    { phase: 'idle', title: 'RSS idle', mib: 82.1, limit: 150 },
    { phase: 'under_load', title: 'RSS under load', mib: 117.4, limit: 200 },
    { phase: 'after_load', title: 'RSS after load', mib: 112.9, limit: 200 },
  ];
  return phases.map(({ phase, title, mib, limit }) =>
    figure({
      name: `memory.rss.${phase}`,
      title,
      group: 'memory',
      unit: 'bytes',
      value: measured ? Math.round(mib * mebibyte) : null,
      ...(measured ? { range: { low: (mib - 4.4) * mebibyte, high: (mib + 1.6) * mebibyte } } : {}),
      n: measured ? 8 : 0,
      of: 'readings of bookings-1',
      budget: atMost(limit * mebibyte),
    }),
  );
}

function startupFigures(measured: boolean): Figure[] {
  const common = {
    group: 'startup',
    unit: 'ms',
    n: measured ? 20 : 0,
    of: 'cold starts of bookings',
  } as const;
  const interval = (low: number, high: number) =>
    measured ? { interval: { low, high, level: 0.95, method: 'order statistics' } } : {};
  return [
    figure({
      ...common,
      name: 'startup.spawn_to_ready.p50',
      title: 'spawn to ready, median',
      value: measured ? 197.3 : null,
      ...interval(194.1, 202.6),
      budget: atMost(500),
    }),
    figure({
      ...common,
      name: 'startup.spawn_to_ready.max',
      title: 'spawn to ready, slowest',
      value: measured ? 266.2 : null,
      ...(measured ? { range: { low: 187.9, high: 266.2 } } : {}),
      budget: atMost(1000),
    }),
    figure({
      ...common,
      name: 'startup.spawn_to_first_answer.p50',
      title: 'spawn to first answer, median',
      value: measured ? 211.8 : null,
      ...interval(208, 217.2),
    }),
  ];
}

function shutdownFigures(experiments: readonly Experiment[]): Figure[] {
  const measured = experiments.some((e) => e.name === 'scale-and-restart');
  const control = experiments.find((e) => e.control);
  const lostByControl = observationsOf(control?.observations ?? [], 'shutdown')
    .flatMap((o) => o.stops)
    .reduce((sum, stop) => sum + stop.held.lost, 0);
  const common = { group: 'shutdown', n: measured ? 5 : 0, of: 'stops by SIGTERM' } as const;
  const value = (found: number) => (measured ? found : null);
  return [
    figure({
      ...common,
      name: 'shutdown.lost_requests',
      title: 'lost requests',
      unit: 'requests',
      value: value(0),
      budget: { comparison: '=', limit: 0, correctness: true },
    }),
    figure({
      ...common,
      name: 'shutdown.control.lost_requests',
      title: 'lost by the SIGKILL control',
      unit: 'requests',
      value: control === undefined ? null : lostByControl,
      n: control === undefined ? 0 : 2,
      of: 'stops by SIGKILL',
    }),
    figure({
      ...common,
      name: 'shutdown.time_to_not_ready.max',
      title: 'time to not ready, longest',
      unit: 'ms',
      value: value(20),
      ...(measured ? { range: { low: 6, high: 20 } } : {}),
      budget: atMost(250),
    }),
    figure({
      ...common,
      name: 'shutdown.drain_time.max',
      title: 'drain time, longest',
      unit: 'ms',
      value: value(860),
      ...(measured ? { range: { low: 780, high: 860 } } : {}),
      budget: atMost(10_000),
    }),
    figure({
      ...common,
      name: 'shutdown.capacity_arrival.max',
      title: 'scale-out until first answer',
      unit: 'ms',
      value: value(524),
      ...(measured ? { range: { low: 480, high: 524 } } : {}),
      of: 'replicas added',
      budget: atMost(2000),
    }),
  ];
}

function bookingFigures(measured: boolean): Figure[] {
  const none: Budget = { comparison: '=', limit: 0, correctness: true };
  const common = {
    group: 'bookings',
    of: 'acknowledged bookings',
    n: measured ? 812 : 0,
    budget: none,
  } as const;
  return [
    figure({
      ...common,
      name: 'bookings.oversold_seats',
      title: 'oversold seats',
      unit: 'seats',
      value: measured ? 0 : null,
    }),
    figure({
      ...common,
      name: 'bookings.unreconciled',
      title: 'unreconciled bookings',
      unit: 'bookings',
      value: measured ? 0 : null,
    }),
  ];
}

function figure(unjudged: Figure): Figure {
  const why = unjudged.n === 0 ? 'its experiment was not run' : 'too few answers stand behind it';
  const noted = unjudged.value === null ? { ...unjudged, note: why } : unjudged;
  return noted.budget === undefined ? noted : { ...noted, verdict: judge(noted, noted.budget) };
}

function atMost(limit: number): Budget {
  return { comparison: '<=', limit, correctness: false };
}

function loadOf(experiments: readonly Experiment[], name: string): LoadObservation | undefined {
  const experiment = experiments.find((e) => e.name === name);
  return observationsOf(experiment?.observations ?? [], 'load')[0];
}

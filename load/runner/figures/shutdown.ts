import type { Figure } from '../../model/figure.ts';
import { addLedgers, lostRequests, type Ledger } from '../../model/ledger.ts';
import { observationsOf } from '../../model/observation.ts';
import type { Stop } from '../../model/shutdown-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { extent } from '../../../stats/order-statistics.ts';
import { replacements, type Replacement } from './experiments.ts';

/** shutdownFigures: what was lost while replicas came and went, how they drained, and what the control lost. */
export function shutdownFigures(experiments: readonly Experiment[]): Figure[] {
  const [graceful] = replacements(experiments, false);
  const [control] = replacements(experiments, true);
  return [
    ...(graceful === undefined ? [] : gracefulFigures(graceful)),
    ...(control === undefined
      ? []
      : [lost('shutdown.control.lost_requests', 'lost by SIGKILL control', control)]),
  ];
}

function gracefulFigures(graceful: Replacement): Figure[] {
  const { stops } = graceful.shutdown;
  const of = `replicas ended by ${graceful.shutdown.signal}`;
  const ready = observationsOf(graceful.experiment.observations, 'capacity').flatMap(
    (capacity) => capacity.additions,
  );
  return [
    lost('shutdown.lost_requests', 'lost requests', graceful),
    rejected(graceful),
    slowest(
      'shutdown.drain_time.max',
      'drain time max',
      of,
      stops.map((stop) => stop.drainTimeMs),
    ),
    slowest(
      'shutdown.time_to_not_ready.max',
      'time to not-ready max',
      of,
      stops.flatMap((stop) => stop.timeToNotReadyMs ?? []),
    ),
    {
      name: 'shutdown.unclean_exits',
      title: 'unclean exits',
      group: 'shutdown',
      unit: 'count',
      value: stops.filter((stop) => !isClean(stop)).length,
      n: stops.length,
      of,
    },
    slowest(
      'shutdown.capacity_arrival.max',
      'capacity arrival max',
      'replicas added under load',
      ready.flatMap(({ firstAnswerAtMs, requestedAtMs }) =>
        firstAnswerAtMs === null ? [] : firstAnswerAtMs - requestedAtMs,
      ),
    ),
  ];
}

/** isClean: exit code 0, and nobody had to force it. */
function isClean(stop: Stop): boolean {
  return stop.exitCode === 0 && !stop.forced;
}

function lost(name: string, title: string, replacement: Replacement): Figure {
  const held = replacement.shutdown.stops.map((stop) => stop.held);
  const heldRequests = held.reduce((sum, { requests }) => sum + requests, 0);
  const heldLost = held.reduce((sum, { lost: count }) => sum + count, 0);
  const of = `requests, ${heldRequests} of them held open over ${held.length} signals`;
  return fromLedger(name, title, replacement, (whole) => ({
    value: lostRequests(whole) + heldLost,
    n: whole.sent + heldRequests,
    of,
  }));
}

function rejected(replacement: Replacement): Figure {
  return fromLedger('shutdown.rejected_requests', 'rejected requests', replacement, (whole) => ({
    value: whole.rejected,
    n: whole.sent,
    of: 'requests',
  }));
}

function fromLedger(
  name: string,
  title: string,
  { load }: Replacement,
  figure: (whole: Ledger) => Pick<Figure, 'value' | 'n' | 'of'>,
): Figure {
  const base = { name, title, group: 'shutdown', unit: 'requests' } as const;
  if (load === undefined) return { ...base, value: null, n: 0, of: 'requests', note: 'the load did not end' };
  return { ...base, ...figure(addLedgers(load.warmUp, load.measured.ledger)) };
}

function slowest(name: string, title: string, of: string, values: readonly number[]): Figure {
  const base = { name, title, group: 'shutdown', unit: 'ms', n: values.length, of } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not seen' };
  const range = extent(values);
  return { ...base, value: range.high, range };
}

import type { Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';
import { addLedgers, emptyLedger, lostRequests, type Ledger } from '../../model/ledger.ts';
import { observationsOf } from '../../model/observation.ts';
import type { ShutdownObservation } from '../../model/shutdown-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { exitOf } from '../../model/stop-exit.ts';
import { extent } from '../../../stats/order-statistics.ts';
import { replacements, type Replacement } from './experiments.ts';
import { caseFigures } from './shutdown-cases.ts';

/**
 * shutdownFigures: what was lost while replicas came and went and how they drained, over every experiment in which
 * nothing may be lost; what the controls lost; and what each case of its own lost.
 */
export function shutdownFigures(experiments: readonly Experiment[], analyses: readonly Analysis[]): Figure[] {
  const controls = replacements(experiments, true);
  const graceful = replacements(experiments, false).filter(
    ({ shutdown }) => shutdown.expected.lostRequests === 0,
  );
  return [
    ...(graceful.length === 0 ? [] : gracefulFigures(graceful)),
    ...(controls.length === 0
      ? []
      : [lost('shutdown.control.lost_requests', 'lost by SIGKILL control', controls)]),
    ...caseFigures(analyses),
  ];
}

function gracefulFigures(graceful: readonly Replacement[]): Figure[] {
  const stops = graceful.flatMap(({ shutdown }) => shutdown.stops);
  const of = `replicas ended by ${[...new Set(graceful.map(({ shutdown }) => shutdown.signal))].join(' or ')}`;
  const additions = graceful
    .flatMap(({ experiment }) => observationsOf(experiment.observations, 'capacity'))
    .flatMap((capacity) => capacity.additions);
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
      value: graceful.reduce((sum, { shutdown }) => sum + uncleanExits(shutdown), 0),
      n: stops.length,
      of,
    },
    ...(additions.length === 0 ? [] : [capacityArrival(additions)]),
    ...capacityDeparture(graceful),
  ];
}

/** uncleanExits: ends with another exit code than the case allows, or that somebody had to force. */
function uncleanExits({ stops, expected }: ShutdownObservation): number {
  return stops.filter((stop) => stop.forced || !expected.exits.includes(exitOf(stop))).length;
}

function capacityArrival(
  additions: readonly { readonly firstAnswerAtMs: number | null; readonly requestedAtMs: number }[],
): Figure {
  const values = additions.flatMap(({ firstAnswerAtMs, requestedAtMs }) =>
    firstAnswerAtMs === null ? [] : firstAnswerAtMs - requestedAtMs,
  );
  const of = 'replicas added under load';
  return slowest('shutdown.capacity_arrival.max', 'capacity arrival max', of, values);
}

/** capacityDeparture: from the signal to the last answer that clients had of a replica which a scale-in has ended. */
function capacityDeparture(graceful: readonly Replacement[]): Figure[] {
  const left = graceful.flatMap(({ shutdown, load }) =>
    shutdown.stops
      .filter(({ cause }) => cause === 'scale-in')
      .flatMap(({ replica, signalledAtMs }) => {
        const lastAtMs = load?.instances.find(({ instance }) => instance === replica)?.lastAnswerAtMs;
        return lastAtMs === undefined ? [] : Math.max(0, lastAtMs - signalledAtMs);
      }),
  );
  if (left.length === 0) return [];
  const of = 'replicas that a scale-in has ended under load';
  return [slowest('shutdown.capacity_departure.max', 'capacity departure max', of, left)];
}

function lost(name: string, title: string, over: readonly Replacement[]): Figure {
  const held = over.flatMap(({ shutdown }) => shutdown.stops).map((stop) => stop.held);
  const idle = over.flatMap(({ shutdown }) => shutdown.connections ?? []);
  const direct = total(held, ({ requests }) => requests) + total(idle, ({ requests }) => requests.sent);
  const directLost = total(held, (of) => of.lost) + total(idle, ({ requests }) => requests.lost);
  const of = `requests, ${direct} of them held open over ${held.length} signals`;
  return fromLedger(name, title, over, (whole) => ({
    value: lostRequests(whole) + directLost,
    n: whole.sent + direct,
    of,
  }));
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function rejected(over: readonly Replacement[]): Figure {
  return fromLedger('shutdown.rejected_requests', 'rejected requests', over, (whole) => ({
    value: whole.rejected,
    n: whole.sent,
    of: 'requests',
  }));
}

function fromLedger(
  name: string,
  title: string,
  over: readonly Replacement[],
  figure: (whole: Ledger) => Pick<Figure, 'value' | 'n' | 'of'>,
): Figure {
  const base = { name, title, group: 'shutdown', unit: 'requests' } as const;
  const loads = over.flatMap(({ load }) => load ?? []);
  if (loads.length < over.length) {
    return { ...base, value: null, n: 0, of: 'requests', note: 'the load did not end' };
  }
  const ledgers = loads.flatMap(({ warmUp, measured }) => [warmUp, measured.ledger]);
  return { ...base, ...figure(ledgers.reduce(addLedgers, emptyLedger())) };
}

function slowest(name: string, title: string, of: string, values: readonly number[]): Figure {
  const base = { name, title, group: 'shutdown', unit: 'ms', n: values.length, of } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not seen' };
  const range = extent(values);
  return { ...base, value: range.high, range };
}

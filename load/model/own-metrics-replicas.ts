import { type Observation, observationsOf } from './observation.ts';
import type { Stop } from './shutdown-observation.ts';
import type { Labels, OwnSample } from './own-sample.ts';
import { type MeasuredRun, unixMsOf } from './moment.ts';

const memoryKinds = [
  ['rss', 'rssBytes'],
  ['pss', 'pssBytes'],
  ['uss', 'ussBytes'],
  ['heap_used', 'heapUsedBytes'],
] as const;

/** memorySamples: memory of each replica by kind. */
export function memorySamples(result: MeasuredRun): OwnSample[] {
  return seen(result, 'memory').flatMap(({ experiment, observation }) =>
    observation.replicas.flatMap(({ service, replica, points }) =>
      memoryKinds.flatMap(([kind, field]) =>
        points.flatMap((point) =>
          sample(result, { experiment, service, replica, kind }, point[field], point.atMs),
        ),
      ),
    ),
  );
}

/** cpuSamples: CPU of each replica, in cores. */
export function cpuSamples(result: MeasuredRun): OwnSample[] {
  return runtimeSamples(result, 'cpuShare');
}

/** eventLoopSamples: event-loop utilization of each replica, where it tells. */
export function eventLoopSamples(result: MeasuredRun): OwnSample[] {
  return runtimeSamples(result, 'eventLoopUtilization');
}

/** startupSamples: each start at the moment at which the phase was reached. */
export function startupSamples(result: MeasuredRun): OwnSample[] {
  return seen(result, 'startup').flatMap(({ experiment, observation: { mode, samples } }) =>
    samples.flatMap(({ service, replica, spawnedAtMs, ...start }) =>
      [
        { phase: 'listening', durationMs: start.spawnToListeningMs },
        { phase: 'ready', durationMs: start.spawnToReadyMs },
        { phase: 'first_answer', durationMs: start.spawnToFirstAnswerMs },
      ].flatMap(({ phase, durationMs }) =>
        seconds(result, { experiment, service, replica, mode, phase }, durationMs, spawnedAtMs),
      ),
    ),
  );
}

/** drainSamples: signal to exit, at the exit. */
export function drainSamples(result: MeasuredRun): OwnSample[] {
  return stopSamples(result, (stop) => stop.drainTimeMs);
}

/** notReadySamples: signal to not ready, at the moment it was seen. */
export function notReadySamples(result: MeasuredRun): OwnSample[] {
  return stopSamples(result, (stop) => stop.timeToNotReadyMs);
}

function stopSamples(result: MeasuredRun, durationMs: (stop: Stop) => number | null): OwnSample[] {
  return seen(result, 'shutdown').flatMap(({ experiment, observation: { stops } }) =>
    stops.flatMap((stop) => {
      const { service, replica, cause, signal } = stop;
      const labels = { experiment, service, replica, cause, signal };
      return seconds(result, labels, durationMs(stop), stop.signalledAtMs);
    }),
  );
}

function runtimeSamples(result: MeasuredRun, field: 'cpuShare' | 'eventLoopUtilization'): OwnSample[] {
  return seen(result, 'runtime').flatMap(({ experiment, observation }) =>
    observation.replicas.flatMap(({ service, replica, points }) =>
      points.flatMap((point) => sample(result, { experiment, service, replica }, point[field], point.atMs)),
    ),
  );
}

function seconds(
  result: MeasuredRun,
  labels: Labels,
  durationMs: number | null,
  fromMs: number,
): OwnSample[] {
  return durationMs === null ? [] : sample(result, labels, durationMs / 1000, fromMs + durationMs);
}

function sample(result: MeasuredRun, labels: Labels, value: number | null, atMs: number): OwnSample[] {
  return value === null ? [] : [{ labels, value, unixMs: unixMsOf(result, atMs) }];
}

function seen<K extends Observation['kind']>(result: MeasuredRun, kind: K) {
  return result.experiments.flatMap(({ name, observations }) =>
    observationsOf(observations, kind).map((observation) => ({ experiment: name, observation })),
  );
}

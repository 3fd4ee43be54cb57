import type { Figure } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import type { StartupSample } from '../../model/startup-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { extent, median, medianInterval } from '../../../stats/order-statistics.ts';

const level = 0.95;

/** startupFigures: medians over fresh processes with a distribution-free interval, and the slowest start. */
export function startupFigures(experiments: readonly Experiment[]): Figure[] {
  const startup = experiments.flatMap((e) => observationsOf(e.observations, 'startup'))[0];
  if (startup === undefined) return [];
  const of = `${startup.mode} starts of ${startup.service}`;
  return [
    medianOf(
      'startup.spawn_to_listening.p50',
      'spawn → listening p50',
      startup.samples,
      of,
      (s) => s.spawnToListeningMs,
    ),
    medianOf('startup.spawn_to_ready.p50', 'spawn → ready p50', startup.samples, of, (s) => s.spawnToReadyMs),
    slowest('startup.spawn_to_ready.max', 'spawn → ready max', startup.samples, of),
    medianOf(
      'startup.spawn_to_first_answer.p50',
      'spawn → first answer p50',
      startup.samples,
      of,
      (s) => s.spawnToFirstAnswerMs,
    ),
  ];
}

function medianOf(
  name: string,
  title: string,
  samples: readonly StartupSample[],
  of: string,
  valueOf: (sample: StartupSample) => number | null,
): Figure {
  const values = samples.flatMap((sample) => valueOf(sample) ?? []);
  const base = { name, title, group: 'startup', unit: 'ms', n: values.length, of } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not measured' };
  const interval = medianInterval(values, level);
  return {
    ...base,
    value: median(values),
    range: extent(values),
    ...(interval === undefined
      ? {}
      : { interval: { low: interval.low, high: interval.high, level, method: 'order statistics' } }),
  };
}

function slowest(name: string, title: string, samples: readonly StartupSample[], of: string): Figure {
  const values = samples.map((sample) => sample.spawnToReadyMs);
  const base = { name, title, group: 'startup', unit: 'ms', n: values.length, of } as const;
  if (values.length === 0) return { ...base, value: null, note: 'not measured' };
  const range = extent(values);
  return { ...base, value: range.high, range };
}

import type { LoadObservation } from '../../../../load/model/load-observation.ts';
import type { MemoryObservation } from '../../../../load/model/memory-observation.ts';
import type { RuntimeObservation } from '../../../../load/model/runtime-observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import type { ChartAxis } from '../chart-spec.ts';

/** TimeRange: a stretch of the run's axis, in milliseconds. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** courseRange: the stretch in which a load ran or something was done to the system during it. */
export function courseRange({ markers }: Experiment, load: LoadObservation): TimeRange {
  const seconds = load.timeline.flatMap(({ atMs }) => [atMs, atMs + load.timelineStepMs]);
  return spanOf([load.startedAtMs, ...seconds, ...markers.map(({ atMs }) => atMs)]);
}

/** watchRange: the stretch in which replicas were watched. */
export function watchRange(
  { replicas }: MemoryObservation | RuntimeObservation,
  { startedAtMs, endedAtMs }: Experiment,
): TimeRange {
  const moments = replicas.flatMap(({ points }) => points.map(({ atMs }) => atMs));
  return moments.length === 0 ? { fromMs: startedAtMs, toMs: endedAtMs } : spanOf(moments);
}

/** clockAxis: a stretch as the x axis of a chart. */
export function clockAxis({ fromMs, toMs }: TimeRange): ChartAxis {
  return { name: 'at', text: 'clock', scale: 'linear', range: [fromMs / 1000, toMs / 1000] };
}

/** spanOf: the stretch that holds all moments, with a little air. */
export function spanOf(moments: readonly number[]): TimeRange {
  const fromMs = moments.reduce((low, moment) => Math.min(low, moment), Number.POSITIVE_INFINITY);
  const toMs = moments.reduce((high, moment) => Math.max(high, moment), Number.NEGATIVE_INFINITY);
  const margin = (toMs - fromMs) * 0.01;
  return { fromMs: fromMs - margin, toMs: Math.max(toMs + margin, fromMs + 1) };
}

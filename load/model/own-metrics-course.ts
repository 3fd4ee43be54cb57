import { noBuckets, notBelow } from './buckets.ts';
import { bucketsOf, decodeHistogram } from './histogram.ts';
import type { LoadCourse, PhaseStep } from './load-course.ts';
import type { LoadObservation } from './load-observation.ts';
import { unixMsOf } from './moment.ts';
import { endMs, journeyOutcomes, loadsOf, lostKinds, seenBy, type Time } from './own-metrics-load.ts';
import type { OwnMetric } from './own-metrics.ts';
import type { Buckets, Labels, OwnSample } from './own-sample.ts';
import type { RunResult } from './result.ts';

type Point = LoadCourse['points'][number];

/** Grown: what a count had come to at a moment of the run's axis. */
interface Grown<T> {
  readonly atMs: number;
  readonly value: T;
}

/** timeSamples: the times of a load as a histogram that grows, and stands at its end at what the result says. */
export function timeSamples(
  result: RunResult,
  metric: OwnMetric & { readonly buckets: readonly number[] },
  time: Time,
): OwnSample[] {
  return loadsOf(result)
    .filter(({ load }) => seenBy(load.engine, time))
    .flatMap(({ labels, load }) => {
      const nothing = noBuckets(metric.buckets.length + 1);
      const course = sameBounds(load.course?.bounds[time], metric.buckets) ? pointsOf(load) : [];
      const warmUp = bucketsUntil(course, 'warmUp', time, nothing);
      const measuring = bucketsUntil(course, 'measuring', time, nothing);
      const found = bucketsOf(decodeHistogram(load.measured.histograms[time]), metric.buckets);
      const last = { atMs: endMs(load), value: notBelow(measuring.at(-1)?.value ?? nothing, found) };
      return [
        ...(warmUp.length > 0
          ? samples(result, { ...labels, phase: 'warm-up' }, [
              { atMs: load.startedAtMs, value: nothing },
              ...warmUp,
            ])
          : []),
        ...samples(result, { ...labels, phase: 'measuring' }, [
          { atMs: load.measuredFromMs, value: nothing },
          ...measuring.filter(({ atMs }) => atMs > load.measuredFromMs),
          last,
        ]),
      ];
    });
}

/** lostSamples: what was lost, by kind; what never ended is known at the end of the load. */
export function lostSamples(result: RunResult): OwnSample[] {
  return loadsOf(result).flatMap(({ labels, load }) =>
    (['warmUp', 'measuring'] as const).flatMap((phase) => {
      const ledger = phase === 'warmUp' ? load.warmUp : load.measured.ledger;
      if (phase === 'warmUp' && ledger.scheduled === 0) return [];
      const fromMs = phase === 'warmUp' ? load.startedAtMs : load.measuredFromMs;
      return lostKinds(ledger).flatMap(([kind, count]) =>
        counted(
          result,
          { ...labels, phase: phase === 'warmUp' ? 'warm-up' : phase, kind },
          { load, fromMs, count, of: (point) => point[phase]?.lost?.[kind] ?? 0 },
        ),
      );
    }),
  );
}

const begunFields = {
  begun: 'begun',
  completed: 'completed',
  ended_early: 'endedEarly',
  broken: 'broken',
} as const;

/** journeySamples: journeys of the measured stretch; those that were cut off are known at the end of the load. */
export function journeySamples(result: RunResult): OwnSample[] {
  return loadsOf(result).flatMap(({ labels, load }) =>
    journeyOutcomes(load.journeys).flatMap(([outcome, count]) => {
      const field = Object.entries(begunFields).find(([name]) => name === outcome)?.[1];
      const of = ({ journeys }: Point): number => (field === undefined ? 0 : journeys[field]);
      return counted(result, { ...labels, outcome }, { load, fromMs: load.measuredFromMs, count, of });
    }),
  );
}

/** inFlightSamples: requests that had not ended. */
export function inFlightSamples(result: RunResult): OwnSample[] {
  return loadsOf(result).flatMap(({ labels, load }) =>
    samples(
      result,
      labels,
      pointsOf(load).map(({ atMs, inFlight }) => ({ atMs, value: inFlight })),
    ),
  );
}

interface Counted {
  readonly load: LoadObservation;
  readonly fromMs: number;
  /** count: what it came to at the end. */
  readonly count: number;
  readonly of: (point: Point) => number;
}

/** counted: a counter from 0, of which nothing more is said than what changed if that was nothing. */
function counted(result: RunResult, labels: Labels, { load, fromMs, count, of }: Counted): OwnSample[] {
  let total = 0;
  const grown = pointsOf(load).flatMap((point): Grown<number>[] => {
    total = Math.min(count, total + of(point));
    return count === 0 || point.atMs <= fromMs ? [] : [{ atMs: point.atMs, value: total }];
  });
  return samples(result, labels, [{ atMs: fromMs, value: 0 }, ...grown, { atMs: endMs(load), value: count }]);
}

/** pointsOf: those before the end, at which the result itself says more. */
function pointsOf(load: LoadObservation): readonly Point[] {
  return (load.course?.points ?? []).filter(({ atMs }) => atMs < endMs(load));
}

/** bucketsUntil adds up a phase's times from its first point to the first after its last. */
function bucketsUntil(
  points: readonly Point[],
  phase: 'warmUp' | 'measuring',
  time: Time,
  nothing: Buckets,
): Grown<Buckets>[] {
  const last = points.findLastIndex((point) => point[phase]?.[time] !== undefined);
  let total = nothing;
  return points.slice(0, last + 2).map((point) => {
    total = plus(total, point[phase]?.[time]);
    return { atMs: point.atMs, value: total };
  });
}

function plus(total: Buckets, added: PhaseStep['responseTime']): Buckets {
  if (added === undefined) return total;
  const counts = [...total.counts];
  for (const [place, count] of added.counts) counts[place] = (counts[place] ?? 0) + count;
  return { counts, sum: total.sum + added.sum };
}

function sameBounds(stored: readonly number[] | undefined, bounds: readonly number[]): boolean {
  return stored?.length === bounds.length && stored.every((bound, index) => bound === bounds[index]);
}

function samples(
  result: RunResult,
  labels: Labels,
  grown: readonly Grown<OwnSample['value']>[],
): OwnSample[] {
  return grown.map(({ atMs, value }) => ({ labels, value, unixMs: unixMsOf(result, atMs) }));
}

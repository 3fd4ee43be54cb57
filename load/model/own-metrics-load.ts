import { failureKinds, type Ledger } from './ledger.ts';
import type { LoadObservation, TimelinePoint } from './load-observation.ts';
import { unixMsOf } from './moment.ts';
import { observationsOf } from './observation.ts';
import { ownMetrics } from './own-metrics.ts';
import type { Labels, OwnSample } from './own-sample.ts';
import type { RunResult } from './result.ts';

/** requestOutcomes: the outcomes of requests, each with its count of a ledger. */
export const requestOutcomes = [
  ['scheduled', 'scheduled'],
  ['sent', 'sent'],
  ['not_sent', 'notSent'],
  ['ok', 'ok'],
  ['rejected', 'rejected'],
  ['failed', 'failed'],
  ['unfinished', 'unfinished'],
] as const;

/** lostKinds: how many of a ledger were lost, by kind. */
export function lostKinds({ failures, unfinished }: Ledger): (readonly [kind: string, count: number])[] {
  return [...failureKinds.map((kind) => [kind, failures[kind]] as const), ['unfinished', unfinished]];
}

/** journeyOutcomes: journeys by outcome. */
export function journeyOutcomes({
  scheduled,
  completed,
  endedEarly,
  broken,
  cutOff,
}: LoadObservation['journeys']): (readonly [outcome: string, count: number])[] {
  return [
    ['begun', scheduled],
    ['completed', completed],
    ['ended_early', endedEarly],
    ['broken', broken],
    ['cut_off', cutOff],
  ];
}

/**
 * requestSamples: the load's timeline as counters, which stand at 0 at the start of their phase and count each step at
 * its end; at the end of the load they are what its ledger says.
 */
export function requestSamples(result: RunResult): OwnSample[] {
  return phasesOf(result).flatMap(({ labels, ledger, fromMs, toMs, points, stepMs }) =>
    requestOutcomes.flatMap(([outcome, field]) => {
      let total = 0;
      const counted = points.map((point) => {
        // A step in which the phase changed counts to the first.
        total = Math.min(ledger[field], total + inStep(point, field));
        return { value: total, atMs: point.atMs + stepMs };
      });
      const values = [{ value: 0, atMs: fromMs }, ...counted, { value: ledger[field], atMs: toMs }];
      return values.map(({ value, atMs }) => ({
        labels: { ...labels, outcome },
        value,
        unixMs: unixMsOf(result, atMs),
      }));
    }),
  );
}

/** inStep: what a step of the timeline counts; what was not sent or never ended is known at the end alone. */
function inStep(point: TimelinePoint, field: (typeof requestOutcomes)[number][1]): number {
  return field === 'notSent' || field === 'unfinished' ? 0 : point[field];
}

/** timeMetrics: the histograms of a load, and what of a measurement they hold. */
export const timeMetrics = [
  [ownMetrics.responseTime, 'responseTime'],
  [ownMetrics.serviceTime, 'serviceTime'],
  [ownMetrics.dispatchDelay, 'dispatchDelay'],
] as const;
/** Time: one of them. */
export type Time = (typeof timeMetrics)[number][1];

/** seenBy: whether an engine sees such a time: those whose times begin with the send know nothing of what was before. */
export function seenBy(engine: LoadObservation['engine'], time: Time): boolean {
  return engine === 'paced' || time === 'serviceTime';
}

/** stepTimeSamples: percentiles of each step of the timeline, at its end. */
export function stepTimeSamples(result: RunResult): OwnSample[] {
  return loadsOf(result).flatMap(({ labels, load }) =>
    stepStats.flatMap(([stat, field]) =>
      load.timeline.flatMap((point): OwnSample[] => {
        const found = point[field];
        if (found === null) return [];
        const unixMs = unixMsOf(result, point.atMs + load.timelineStepMs);
        return [{ labels: { ...labels, stat }, value: found / 1000, unixMs }];
      }),
    ),
  );
}

/** stepStats: the percentiles of one step, each with its field. */
export const stepStats = [
  ['p50', 'p50Ms'],
  ['p90', 'p90Ms'],
  ['max', 'maxMs'],
] as const;

interface Phase {
  readonly labels: Labels;
  readonly ledger: Ledger;
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: readonly TimelinePoint[];
  readonly stepMs: number;
}

function phasesOf(result: RunResult): Phase[] {
  return loadsOf(result).flatMap(({ labels, load }) => {
    // Half a millisecond for the rounding of the axis.
    const isMeasured = ({ atMs }: TimelinePoint): boolean => atMs >= load.measuredFromMs - 0.5;
    const common = { toMs: endMs(load), stepMs: load.timelineStepMs };
    const measuring = {
      ...common,
      labels: { ...labels, phase: 'measuring' },
      ledger: load.measured.ledger,
      fromMs: load.measuredFromMs,
      points: load.timeline.filter(isMeasured),
    };
    if (load.warmUp.scheduled === 0) return [measuring];
    const points = load.timeline.filter((point) => !isMeasured(point));
    const warmUp = { labels: { ...labels, phase: 'warm-up' }, ledger: load.warmUp, points };
    return [{ ...common, ...warmUp, fromMs: load.startedAtMs }, measuring];
  });
}

/** endMs: when all of a load has been counted. */
export function endMs({ endedAtMs, timeline, timelineStepMs }: LoadObservation): number {
  const last = timeline.at(-1);
  return last === undefined ? endedAtMs : Math.max(endedAtMs, last.atMs + timelineStepMs);
}

/** loadsOf: every load of a run, with what names it. */
export function loadsOf(result: RunResult): { labels: Labels; load: LoadObservation }[] {
  return result.experiments.flatMap(({ name, observations }) =>
    observationsOf(observations, 'load').map((load) => ({
      labels: { experiment: name, scenario: load.scenario, engine: load.engine },
      load,
    })),
  );
}

import { noBuckets, notBelow } from '../model/buckets.ts';
import { bucketsOf, decodeHistogram } from '../model/histogram.ts';
import { emptyLedger } from '../model/ledger.ts';
import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { LoadTally } from '../model/load-tally.ts';
import {
  journeyOutcomes,
  lostKinds,
  requestOutcomes,
  seenBy,
  stepStats,
  timeMetrics,
} from '../model/own-metrics-load.ts';
import { type OwnMetric, ownMetrics } from '../model/own-metrics.ts';
import type { Buckets, Labels } from '../model/own-sample.ts';
import type { LoadName } from '../model/run-events.ts';

/** LoadValue: what one series of a load stands at. */
export type LoadValue = readonly [metric: OwnMetric, labels: Labels, value: number | Buckets];

/** LoadCounts: what a load has come to; the journeys that were cut off are known at its end. */
export type LoadCounts = Omit<LoadTally, 'journeys'> & { readonly journeys: LoadObservation['journeys'] };

/** loadMetrics: those of a load; they end with it. */
export const loadMetrics: readonly OwnMetric[] = [
  ownMetrics.requests,
  ownMetrics.lostRequests,
  ownMetrics.journeys,
  ownMetrics.inFlight,
  ...timeMetrics.map(([metric]) => metric),
  ownMetrics.stepTime,
];

/** countsUntilNow: of a load that goes on. */
export function countsUntilNow({ tally: { journeys, ...phases } }: LoadProgress): LoadCounts {
  const { begun, completed, endedEarly, broken } = journeys;
  return { ...phases, journeys: { scheduled: begun, completed, endedEarly, broken, cutOff: 0 } };
}

const [noResponse, noService, noDelay] = timeMetrics.map(([{ buckets }]) => noBuckets(buckets.length + 1));
const noPhase = {
  ledger: emptyLedger(),
  responseTime: noResponse!,
  serviceTime: noService!,
  dispatchDelay: noDelay!,
};

/** nothingYet: of a load of which nothing was told. */
export const nothingYet: LoadCounts = {
  warmUp: noPhase,
  measuring: noPhase,
  journeys: { scheduled: 0, completed: 0, endedEarly: 0, broken: 0, cutOff: 0 },
};

/** finalCounts: of a load that has ended; nothing falls below what was told of it before. */
export function finalCounts({ measured, warmUp, journeys }: LoadObservation, before: LoadCounts): LoadCounts {
  const [responseTime, serviceTime, dispatchDelay] = timeMetrics.map(([metric, field]) => {
    const found = bucketsOf(decodeHistogram(measured.histograms[field]), metric.buckets);
    return notBelow(before.measuring[field], found);
  });
  return {
    warmUp: { ...before.warmUp, ledger: warmUp },
    measuring: {
      ledger: measured.ledger,
      responseTime: responseTime!,
      serviceTime: serviceTime!,
      dispatchDelay: dispatchDelay!,
    },
    journeys,
  };
}

/** nothingOf: the same series at 0. */
export function nothingOf(values: readonly LoadValue[]): LoadValue[] {
  return values.map(([metric, labels, value]) => [
    metric,
    labels,
    typeof value === 'number' ? 0 : noBuckets(value.counts.length),
  ]);
}

/** countValues: counts as the values of series; a warm-up that was not has none. */
export function countValues(
  { warmUp, measuring, journeys }: LoadCounts,
  load: LoadName & Labels,
): LoadValue[] {
  const warm = warmUp.ledger.scheduled > 0 ? phaseValues(warmUp, load, 'warm-up') : [];
  return [
    ...warm,
    ...phaseValues(measuring, load, 'measuring'),
    ...journeyOutcomes(journeys).map(([outcome, count]): LoadValue => [
      ownMetrics.journeys,
      { ...load, outcome },
      count,
    ]),
  ];
}

function phaseValues(counts: LoadCounts['measuring'], load: LoadName & Labels, phase: string): LoadValue[] {
  const labels = { ...load, phase };
  const { ledger } = counts;
  return [
    ...requestOutcomes.map(([outcome, field]): LoadValue => [
      ownMetrics.requests,
      { ...labels, outcome },
      ledger[field],
    ]),
    ...lostKinds(ledger).map(([kind, count]): LoadValue => [
      ownMetrics.lostRequests,
      { ...labels, kind },
      count,
    ]),
    ...timeMetrics
      .filter(([, field]) => seenBy(load.engine, field))
      .map(([metric, field]): LoadValue => [metric, labels, counts[field]]),
  ];
}

/** momentValues: what holds for a moment alone. */
export function momentValues(second: LoadProgress, load: LoadName & Labels): LoadValue[] {
  const stats = stepStats.flatMap(([stat, field]): LoadValue[] => {
    const found = second[field];
    return found === null ? [] : [[ownMetrics.stepTime, { ...load, stat }, found / 1000]];
  });
  return [[ownMetrics.inFlight, load, second.inFlight], ...stats];
}

import type { Histogram } from 'hdr-histogram-js';
import {
  bucketsOf,
  encodeHistogram,
  newHistogram,
  percentiles,
  recordMs,
  samplesNeeded,
} from '../../load/model/histogram.ts';
import { emptyLedger, type Ledger } from '../../load/model/ledger.ts';
import { CourseRecorder, type LoadCourse } from '../../load/model/load-course.ts';
import type {
  Interval,
  LoadMeasurement,
  LoadObservation,
  TimelinePoint,
} from '../../load/model/load-observation.ts';
import type { LoadTally } from '../../load/model/load-tally.ts';
import { ownMetrics } from '../../load/model/own-metrics.ts';
import { seededNormal } from '../../stats/testing/seeded-random.ts';

/** LoadShape: what a synthetic stretch of load looks like. Times are milliseconds on the run's axis. */
export interface LoadShape {
  readonly seed: number;
  readonly startedAtMs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly spread: number;
  readonly instances: readonly string[];
  /** disturbances: moments at which answers take longer, and how many of that second are lost. */
  readonly disturbances: readonly { readonly atMs: number; readonly factor: number; readonly lost: number }[];
  /** steady: whether it was when its warm-up was over; absent where no rule asked. */
  readonly steady?: boolean;
}

const warmUpReason = 'median response time in ms drifts by -0.1 to 0.2 in 10 values';

/** loadFixture: a synthetic open-model load of the booking journey. */
export function loadFixture(shape: LoadShape): LoadObservation {
  const measuredFromMs = shape.startedAtMs + shape.warmUpMs;
  const { measured, timeline, course } = measure(shape);
  return {
    kind: 'load',
    engine: 'paced',
    load: { model: 'open', ratePerSecond: shape.requestsPerSecond / 2.5, arrivals: 'poisson' },
    responseTimeFrom: 'scheduled-start',
    scenario: 'booking-journey',
    seed: 1,
    maxInFlight: 500,
    timeoutMs: 5000,
    startedAtMs: shape.startedAtMs,
    measuredFromMs,
    ...(shape.steady === undefined ? {} : { warmUpEnd: { steady: shape.steady, reason: warmUpReason } }),
    endedAtMs: measuredFromMs + shape.durationMs,
    stopped: 'no',
    journeys: journeysOf(measured),
    measured,
    warmUp: { ...emptyLedger(), scheduled: 600, sent: 600, ok: 600 },
    steps: stepsOf(measured),
    timelineStepMs: 1000,
    timeline,
    course,
    instances: shape.instances.map((instance, i) => ({
      instance,
      answers: Math.round(measured.ledger.ok / shape.instances.length),
      firstAnswerAtMs: shape.startedAtMs + 40 + i * 900,
      lastAnswerAtMs: measuredFromMs + shape.durationMs,
    })),
    generator: { cpuShare: 0.231, maxRssBytes: 98_566_144, eventLoopUtilization: 0.164, realTime: true },
    failureExamples: failureExamples(shape),
    valid: true,
    invalidReasons: [],
    warnings: [],
  };
}

interface Measured {
  readonly measured: LoadMeasurement;
  readonly timeline: TimelinePoint[];
  readonly course: LoadCourse;
}

function measure(shape: LoadShape): Measured {
  const normal = seededNormal(shape.seed);
  const histograms = {
    responseTime: newHistogram(),
    serviceTime: newHistogram(),
    connectionWait: newHistogram(),
    dispatchDelay: newHistogram(),
    responseTimeAnyEnd: newHistogram(),
  };
  const warmUp = { responseTime: newHistogram(), serviceTime: newHistogram(), dispatchDelay: newHistogram() };
  const [ledger, warmUpLedger] = [emptyLedger(), emptyLedger()];
  const timeline: TimelinePoint[] = [];
  const course = new CourseRecorder(2000);
  const seconds = Math.round((shape.warmUpMs + shape.durationMs) / 1000);
  for (let second = 0; second < seconds; second += 1) {
    const atMs = shape.startedAtMs + second * 1000;
    const disturbance = shape.disturbances.find(
      (d) => Math.floor((d.atMs - shape.startedAtMs) / 1000) === second,
    );
    const requests = Math.round(shape.requestsPerSecond + normal() * Math.sqrt(shape.requestsPerSecond));
    const lost = disturbance?.lost ?? 0;
    const ofSecond = newHistogram();
    for (let i = 0; i < requests; i += 1) {
      const slower = disturbance !== undefined && i % 6 === 0 ? disturbance.factor : 1;
      const serviceMs = shape.medianMs * Math.exp(shape.spread * normal()) * slower;
      const delayMs = 0.06 + Math.abs(normal()) * 0.05;
      const waitMs = i % 40 === 0 ? 0.4 : 0.015;
      const responseMs = serviceMs + delayMs + waitMs;
      if (second * 1000 >= shape.warmUpMs) recordMs(histograms.responseTimeAnyEnd, responseMs);
      if (i < lost) continue;
      recordMs(ofSecond, responseMs);
      const times = second * 1000 < shape.warmUpMs ? warmUp : histograms;
      recordMs(times.responseTime, responseMs);
      recordMs(times.serviceTime, serviceMs);
      recordMs(times.dispatchDelay, delayMs);
      if (second * 1000 >= shape.warmUpMs) recordMs(histograms.connectionWait, waitMs);
    }
    const { p50, p90, max } = percentiles(ofSecond);
    timeline.push({
      atMs,
      scheduled: requests,
      sent: requests,
      ok: requests - lost,
      rejected: 0,
      failed: lost,
      p50Ms: p50,
      p90Ms: p90,
      maxMs: max,
    });
    count(second * 1000 < shape.warmUpMs ? warmUpLedger : ledger, requests, lost);
    course.tell({
      atMs: atMs + 1000,
      inFlight: 3,
      tally: {
        warmUp: { ledger: structuredClone(warmUpLedger), ...toldTimes(warmUp) },
        measuring: { ledger: structuredClone(ledger), ...toldTimes(histograms) },
        journeys: toldJourneys(ledger),
      },
    });
  }
  const perSecond = ledger.scheduled / (shape.durationMs / 1000);
  return {
    timeline,
    course: course.read(),
    measured: {
      durationMs: shape.durationMs,
      offeredRps: perSecond,
      achievedRps: perSecond * 0.9996,
      responseTimeMs: percentiles(histograms.responseTime),
      serviceTimeMs: percentiles(histograms.serviceTime),
      connectionWaitMs: percentiles(histograms.connectionWait),
      dispatchDelayMs: percentiles(histograms.dispatchDelay),
      responseTimeAnyEndMs: percentiles(histograms.responseTimeAnyEnd),
      responseTimeIntervals: intervals(percentiles(histograms.responseTime)),
      percentileCurve: quantiles
        .filter((q) => samplesNeeded(q) <= ledger.ok)
        .map((q) => ({
          q,
          responseTimeMs: histograms.responseTime.getValueAtPercentile(q * 100) / 1000,
          serviceTimeMs: histograms.serviceTime.getValueAtPercentile(q * 100) / 1000,
        })),
      ledger,
      statuses: { 200: Math.round(ledger.ok * 0.66), 201: Math.round(ledger.ok * 0.27), 409: 12 },
      histograms: {
        responseTime: encodeHistogram(histograms.responseTime),
        serviceTime: encodeHistogram(histograms.serviceTime),
        connectionWait: encodeHistogram(histograms.connectionWait),
        dispatchDelay: encodeHistogram(histograms.dispatchDelay),
        responseTimeAnyEnd: encodeHistogram(histograms.responseTimeAnyEnd),
      },
    },
  };
}

type ToldTimes = Omit<LoadTally['measuring'], 'ledger'>;

/** toldTimes: as an engine tells them while a load goes on. */
function toldTimes(times: Record<keyof ToldTimes, Histogram>): ToldTimes {
  const of = (time: keyof ToldTimes): ToldTimes['responseTime'] => {
    const { counts, sum } = bucketsOf(times[time], ownMetrics[time].buckets);
    return { counts: [...counts], sum };
  };
  return {
    responseTime: of('responseTime'),
    serviceTime: of('serviceTime'),
    dispatchDelay: of('dispatchDelay'),
  };
}

function toldJourneys({ ok, failed }: Ledger): LoadTally['journeys'] {
  const completed = Math.floor(ok / 2.6);
  return { begun: completed + failed, completed, endedEarly: 0, broken: failed };
}

const quantiles = [
  0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.9625, 0.975, 0.98, 0.985, 0.99,
  0.9925, 0.995, 0.9975, 0.998, 0.999,
];

function count(ledger: Ledger, requests: number, lost: number): void {
  ledger.scheduled += requests;
  ledger.sent += requests;
  ledger.ok += requests - lost;
  ledger.failed += lost;
  ledger.failures.reset += Math.floor(lost * 0.7);
  ledger.failures.refused += lost - Math.floor(lost * 0.7);
}

function intervals(response: LoadMeasurement['responseTimeMs']): LoadMeasurement['responseTimeIntervals'] {
  return {
    ...(response.p50 === null ? {} : { p50: around(response.p50, 0.03) }),
    ...(response.p90 === null ? {} : { p90: around(response.p90, 0.06) }),
    ...(response.p99 === null ? {} : { p99: around(response.p99, 0.16) }),
  };
}

function around(value: number, share: number): Interval {
  return {
    low: value * (1 - share),
    high: value * (1 + share * 1.3),
    level: 0.95,
    method: 'indicator batch means',
  };
}

const steps = [
  { name: 'list events', share: 0.36, slower: 1.35 },
  { name: 'look at event', share: 0.3, slower: 0.8 },
  { name: 'book seats', share: 0.18, slower: 1.7 },
  { name: 'read booking', share: 0.14, slower: 0.85 },
  { name: 'cancel booking', share: 0.02, slower: 1.5 },
];

function stepsOf(measured: LoadMeasurement): LoadObservation['steps'] {
  return steps.map(({ name, share, slower }) => {
    const ok = Math.round(measured.ledger.ok * share);
    const failed = name === 'book seats' ? measured.ledger.failed : 0;
    const { p50, p90, p99, max, mean } = measured.responseTimeMs;
    return {
      name,
      requests: ok + failed,
      ok,
      rejected: 0,
      failed,
      responseTimeMs: {
        p50: scale(p50, slower),
        p90: scale(p90, slower),
        p99: ok < 1000 ? null : scale(p99, slower),
        p999: null,
        max: scale(max, slower / 1.7),
        mean: scale(mean, slower),
      },
    };
  });
}

function failureExamples(shape: LoadShape): LoadObservation['failureExamples'] {
  return shape.disturbances
    .filter((disturbance) => disturbance.lost > 0)
    .map(({ atMs }, i) => ({
      atMs,
      step: 'book seats',
      requestId: `r-${shape.seed}-${i}`,
      kind: i % 2 === 0 ? 'reset' : 'refused',
      detail: i % 2 === 0 ? 'read ECONNRESET' : 'connect ECONNREFUSED',
    }));
}

function scale(value: number | null, by: number): number | null {
  return value === null ? null : value * by;
}

function journeysOf({ ledger }: LoadMeasurement): LoadObservation['journeys'] {
  const completed = Math.round(ledger.ok / 2.6);
  const endedEarly = Math.round(ledger.ok / 60);
  const cutOff = 3;
  return {
    scheduled: completed + endedEarly + ledger.failed + cutOff,
    completed,
    endedEarly,
    broken: ledger.failed,
    cutOff,
  };
}

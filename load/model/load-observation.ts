import { z } from 'zod';
import { encodedHistogramSchema, percentilesSchema } from './histogram.ts';
import { ledgerSchema } from './ledger.ts';
import { loadCourseSchema } from './load-course.ts';
import { loadModelSchema } from './load-plan.ts';
import { loadTallySchema } from './load-tally.ts';
import { warningSchema } from './warning.ts';

const count = z.int().nonnegative();

/** intervalSchema: a two-sided interval with its confidence level (0 to 1) and the method that gave it. */
export const intervalSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  level: z.number(),
  method: z.string(),
});
export type Interval = z.infer<typeof intervalSchema>;

/**
 * loadMeasurementSchema: one measured stretch of load. Durations are milliseconds; the four distributions are of `ok`
 * answers, `responseTimeAnyEnd` also counts failures at the time they took. Where an engine cannot see connection wait or
 * dispatch delay, those distributions are empty.
 */
export const loadMeasurementSchema = z.strictObject({
  durationMs: z.number(),
  /** offeredRps: requests scheduled per second; achievedRps: requests handed to the client per second. */
  offeredRps: z.number(),
  achievedRps: z.number(),
  responseTimeMs: percentilesSchema,
  serviceTimeMs: percentilesSchema,
  connectionWaitMs: percentilesSchema,
  dispatchDelayMs: percentilesSchema,
  responseTimeAnyEndMs: percentilesSchema,
  /** responseTimeIntervals: of p50, p90 and p99, from the variation between stretches of this run; absent where too few. */
  responseTimeIntervals: z.strictObject({
    p50: intervalSchema.optional(),
    p90: intervalSchema.optional(),
    p99: intervalSchema.optional(),
    p999: intervalSchema.optional(),
  }),
  /** percentileCurve: response time at rising quantiles q, only where enough values stand behind q. */
  percentileCurve: z.array(
    z.strictObject({ q: z.number(), responseTimeMs: z.number(), serviceTimeMs: z.number() }),
  ),
  ledger: ledgerSchema,
  /** statuses: answers by HTTP status. */
  statuses: z.record(z.string(), count),
  histograms: z.strictObject({
    responseTime: encodedHistogramSchema,
    serviceTime: encodedHistogramSchema,
    connectionWait: encodedHistogramSchema,
    dispatchDelay: encodedHistogramSchema,
    responseTimeAnyEnd: encodedHistogramSchema,
  }),
});
export type LoadMeasurement = z.infer<typeof loadMeasurementSchema>;

/** timelinePointSchema: one step of load, a second unless `timelineStepMs` says otherwise, by scheduled start; `atMs` is its beginning on the run's axis. */
export const timelinePointSchema = z.strictObject({
  atMs: z.number(),
  scheduled: count,
  sent: count,
  ok: count,
  rejected: count,
  failed: count,
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});
export type TimelinePoint = z.infer<typeof timelinePointSchema>;

/** invalidReasonSchema: why a measurement cannot be believed. `guard` names the check, `limit` and `found` its numbers. */
export const invalidReasonSchema = z.strictObject({
  guard: z.enum([
    'achieved-rate',
    'dispatch-delay',
    'generator-cpu',
    'dropped',
    'ledger',
    'control',
    'unexpected-exit',
    'engine',
    'clock-jump',
    'cpu-steal',
    'neighbour',
    'headroom',
    'warm-up',
  ]),
  message: z.string(),
  found: z.number().nullable(),
  limit: z.number().nullable(),
  /** where: the experiment, filled in by the runner. */
  where: z.string().optional(),
});
export type InvalidReason = z.infer<typeof invalidReasonSchema>;

/** loadObservationSchema: what a load engine saw. All `…AtMs` are on the run's axis. */
export const loadObservationSchema = z.strictObject({
  kind: z.literal('load'),
  engine: z.enum(['paced', 'autocannon', 'k6']),
  load: loadModelSchema,
  /**
   * responseTimeFrom: where response times begin. `scheduled-start` counts the wait that a late send causes; `sent`
   * cannot see it, so that it is no response time in the open model's sense: reports name it.
   */
  responseTimeFrom: z.enum(['scheduled-start', 'sent']),
  scenario: z.string(),
  seed: z.int(),
  maxInFlight: z.int(),
  timeoutMs: z.number(),
  startedAtMs: z.number(),
  measuredFromMs: z.number(),
  /** warmUpEnd: why the warm-up ended there, where a rule and not the clock ended it; steady is false at its limit, or where the load was stopped before. */
  warmUpEnd: z.strictObject({ steady: z.boolean(), reason: z.string() }).optional(),
  endedAtMs: z.number(),
  /** stopped: ended before its time, by the runner (`asked`) or because the engine process died (`died`). */
  stopped: z.enum(['no', 'asked', 'died']),
  /**
   * journeys begun in the measured stretch: `endedEarly` by an answer that is right and final, such as sold out;
   * `broken` by a failure; `cutOff` had steps to go when the load ended. scheduled is the sum of the four.
   */
  journeys: z.strictObject({
    scheduled: count,
    completed: count,
    endedEarly: count,
    broken: count,
    cutOff: count,
  }),
  measured: loadMeasurementSchema,
  warmUp: ledgerSchema,
  /** steps: the measured stretch by step of the journey. */
  steps: z.array(
    z.strictObject({
      name: z.string(),
      requests: count,
      ok: count,
      rejected: count,
      failed: count,
      responseTimeMs: percentilesSchema,
    }),
  ),
  /** timelineStepMs: the time that one point of the timeline stands for: whole seconds, more of them the longer a load is planned. */
  timelineStepMs: z.number(),
  timeline: z.array(timelinePointSchema),
  /** course: what was told of it while it went on; absent in results of before. */
  course: loadCourseSchema.optional(),
  /** instances: who answered, by `x-instance-id`, over the whole of the load. */
  instances: z.array(
    z.strictObject({
      instance: z.string(),
      answers: count,
      firstAnswerAtMs: z.number(),
      lastAnswerAtMs: z.number(),
    }),
  ),
  /**
   * generator: the engine's own process; cpuShare is of one core, during the measurement; realTime: its threads ran
   * before all others.
   */
  generator: z.strictObject({
    cpuShare: z.number(),
    maxRssBytes: z.number(),
    eventLoopUtilization: z.number(),
    realTime: z.boolean().optional(),
  }),
  /** failureExamples: the first few failures, for a reader. */
  failureExamples: z.array(
    z.strictObject({
      atMs: z.number(),
      step: z.string(),
      requestId: z.string(),
      kind: z.string(),
      detail: z.string(),
    }),
  ),
  valid: z.boolean(),
  invalidReasons: z.array(invalidReasonSchema),
  /** warnings: what this engine cannot see or promise of this load. */
  warnings: z.array(warningSchema),
});
export type LoadObservation = z.infer<typeof loadObservationSchema>;

/** throughputOf: requests answered as expected per second of the measured stretch. */
export function throughputOf({
  measured: { ledger, durationMs },
}: Pick<LoadObservation, 'measured'>): number {
  return durationMs > 0 ? (ledger.ok * 1000) / durationMs : 0;
}

/** wasSteady: no rule found that the load was still changing when its warm-up was over; otherwise it is no evidence of speed. */
export function wasSteady({ warmUpEnd }: Pick<LoadObservation, 'warmUpEnd'>): boolean {
  return warmUpEnd?.steady !== false;
}

/** loadProgressSchema: what an engine tells once a second; of the last full second. */
export const loadProgressSchema = z.strictObject({
  atMs: z.number(),
  phase: z.enum(['warm-up', 'measuring', 'finishing']),
  scheduled: count,
  ok: count,
  rejected: count,
  failed: count,
  inFlight: count,
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
  /** totals since the beginning, warm-up included. */
  totals: z.strictObject({ scheduled: count, ok: count, rejected: count, failed: count }),
  tally: loadTallySchema,
});
export type LoadProgress = z.infer<typeof loadProgressSchema>;

/** LoadSecond: the same without what only those need who add up seconds. */
export type LoadSecond = Omit<LoadProgress, 'tally'>;

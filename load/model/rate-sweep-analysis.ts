import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';

const rps = z.number();

/** sweepPointSchema: one rate of a sweep, with every request of the measured stretch accounted for. */
export const sweepPointSchema = z.strictObject({
  /** journeysPerSecond: the rate that was asked for; offeredRps: requests scheduled per second by it. */
  journeysPerSecond: z.number(),
  offeredRps: rps,
  /** throughputRps: requests answered as expected per second. */
  throughputRps: rps,
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  p99Interval: intervalSchema.optional(),
  /** failedShare: of the scheduled requests that were not answered as expected, those never sent included. */
  failedShare: z.number(),
  /** keepsBudget: whether p99 lies within the budget and nothing failed; an interval on both sides cannot tell. */
  keepsBudget: z.enum(['yes', 'no', 'cannot-tell']),
  /** believed: no guard of the generator was tripped; where one was, `doubts` says which. */
  believed: z.boolean(),
  doubts: z.array(z.string()),
});
export type SweepPoint = z.infer<typeof sweepPointSchema>;

/** rateSweepAnalysisSchema: latency over the rate, to the knee and the end of the budget. */
export const rateSweepAnalysisSchema = z.strictObject({
  kind: z.literal('rate-sweep'),
  experiment: z.string(),
  budgetP99Ms: z.number(),
  /** timedFrom: where times begin with the actual send, so that none of them holds the wait that a late send causes. */
  timedFrom: z.literal('sent').optional(),
  /** points by rising rate. */
  points: z.array(sweepPointSchema),
  /** highestWithinBudgetRps: the highest rate that keeps the budget below every rate that breaks it; null if none does. */
  highestWithinBudgetRps: rps.nullable(),
  /** lowestBeyondBudgetRps: the lowest measured rate that breaks it; null if none does: the end was not seen. */
  lowestBeyondBudgetRps: rps.nullable(),
  /** knee: between which two measured rates the system stops keeping up, and what showed it. */
  knee: z.discriminatedUnion('found', [
    z.strictObject({
      found: z.literal(true),
      belowRps: rps,
      fromRps: rps,
      sign: z.enum(['achieved-rate', 'response-time']),
    }),
    z.strictObject({ found: z.literal(false), reason: z.string() }),
  ]),
});
export type RateSweepAnalysis = z.infer<typeof rateSweepAnalysisSchema>;

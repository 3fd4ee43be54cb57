import { z } from 'zod';
import { stopExpectationSchema } from './shutdown-observation.ts';

const count = z.int().nonnegative();

/** endedCountSchema: requests that a replica said at its end to have served, and answers that clients had of it; null: untold. */
const endedCountSchema = z.strictObject({
  replica: z.string(),
  served: count.nullable(),
  answers: count.nullable(),
});
export type EndedCount = z.infer<typeof endedCountSchema>;

/** scorecardRowSchema: one case of stopping replicas: what was expected, what was found, and whether that agrees. */
export const scorecardRowSchema = z.strictObject({
  /** experiment: the name of the one that played the case. */
  experiment: z.string(),
  case: z.string(),
  title: z.string(),
  control: z.boolean(),
  expected: stopExpectationSchema,
  stops: count,
  /** lostRequests: of the load beside it, of requests held over the signals, and of idle connections; null: no load ended. */
  lostRequests: count.nullable(),
  /** timeToNotReadyMs and drainTimeMs: the longest of its stops; null where none was seen. */
  timeToNotReadyMs: z.number().nullable(),
  drainTimeMs: z.number().nullable(),
  /** stragglers: requests that replicas counted as open when they ended; null where none of them told. */
  stragglers: count.nullable(),
  /** exits: every way in which a replica ended, once each. */
  exits: z.array(z.string()),
  /** killedAfterMs: signal → exit of those that did not end in their time and were killed, the longest; absent in results of before. */
  killedAfterMs: z.number().nullable().optional(),
  oversoldSeats: count.nullable(),
  unreconciled: count.nullable(),
  redelivered: count.nullable(),
  /** ended: of each stop, in their order; absent in results of before. */
  ended: z.array(endedCountSchema).optional(),
  verdict: z.enum(['as-expected', 'not-as-expected', 'cannot-tell']),
  /** deviations: what is not as expected, or what is missing to tell, in words. */
  deviations: z.array(z.string()),
});
export type ScorecardRow = z.infer<typeof scorecardRowSchema>;

/** scorecardAnalysisSchema: every case of a run in which replicas were stopped, controls included. */
export const scorecardAnalysisSchema = z.strictObject({
  kind: z.literal('scorecard'),
  rows: z.array(scorecardRowSchema),
});
export type ScorecardAnalysis = z.infer<typeof scorecardAnalysisSchema>;

import { z } from 'zod';
import { scenarioSchema } from './scenario.ts';

/** arrivalsSchema: `uniform` spaces starts evenly; `poisson` draws seeded exponential gaps. */
export const arrivalsSchema = z.enum(['uniform', 'poisson']);
export type Arrivals = z.infer<typeof arrivalsSchema>;

/** openLoadSchema: journeys start at a rate, whatever comes back. */
const openLoadSchema = z.strictObject({
  model: z.literal('open'),
  /** ratePerSecond: journeys started per second. */
  ratePerSecond: z.number().positive(),
  arrivals: arrivalsSchema,
});
export type OpenLoad = z.infer<typeof openLoadSchema>;

/** closedLoadSchema: a fixed number of clients, each of which waits for its answer. */
const closedLoadSchema = z.strictObject({
  model: z.literal('closed'),
  /** connections, each with one request at a time, sent when the answer to the last has come. */
  connections: z.int().positive(),
});

export type ClosedLoad = z.infer<typeof closedLoadSchema>;

/** loadModelSchema: how requests come about. */
export const loadModelSchema = z.discriminatedUnion('model', [openLoadSchema, closedLoadSchema]);
export type LoadModel = z.infer<typeof loadModelSchema>;

/** loadBudgetsSchema: limits that an engine may hold its own figures against while it runs; shares are from 0 to 1. */
const loadBudgetsSchema = z.strictObject({
  p50Ms: z.number().positive().optional(),
  p90Ms: z.number().positive().optional(),
  p99Ms: z.number().positive().optional(),
  failedShare: z.number().nonnegative().optional(),
});
export type LoadBudgets = z.infer<typeof loadBudgetsSchema>;

/**
 * steadyRuleSchema: the rule that ends a warm-up: throughput and median response time hold still over a window. A load
 * that has not become steady after `mostMs` in all is measured from there, and is invalid.
 */
const steadyRuleSchema = z.strictObject({
  windowMs: z.number().positive(),
  mostMs: z.number().positive(),
});
export type SteadyRule = z.infer<typeof steadyRuleSchema>;

/** loadPlanSchema: all that an engine needs to drive a load, as plain JSON. */
export const loadPlanSchema = z.strictObject({
  baseUrl: z.url(),
  scenario: scenarioSchema,
  load: loadModelSchema,
  seed: z.int().nonnegative(),
  /** warmUpMs of the same load, kept out of the measurement. */
  warmUpMs: z.number().nonnegative(),
  /** untilSteady: where it is given, the warm-up goes on after warmUpMs by this rule. k6 cannot wait, and warms up for warmUpMs. */
  untilSteady: steadyRuleSchema.optional(),
  /** durationMs of the measurement after the warm-up; a stop may end it earlier. */
  durationMs: z.number().positive(),
  /** timeoutMs from a request's hand-over to the client to its last byte. */
  timeoutMs: z.number().positive(),
  /** maxInFlight requests at once; what it holds back is `notSent`. In the closed model connections are the bound. */
  maxInFlight: z.int().positive(),
  budgets: loadBudgetsSchema.optional(),
  /** clock: the run's time axis (see RunClock). */
  clock: z.strictObject({ startedAt: z.string(), originNs: z.string() }),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

/** OpenPlan, ClosedPlan: plans of one model, for engines that do no other. */
export type OpenPlan = LoadPlan & { readonly load: OpenLoad };
export type ClosedPlan = LoadPlan & { readonly load: ClosedLoad };

/** defaultMaxInFlight: ten seconds of the rate, at least 10 and at most 10,000. */
export function defaultMaxInFlight(requestsPerSecond: number): number {
  return Math.max(10, Math.min(10_000, Math.ceil(requestsPerSecond * 10)));
}

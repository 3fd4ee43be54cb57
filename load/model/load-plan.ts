import { z } from 'zod';
import { scenarioSchema } from './scenario.ts';

/** arrivalsSchema: `uniform` spaces starts evenly; `poisson` draws seeded exponential gaps. */
export const arrivalsSchema = z.enum(['uniform', 'poisson']);
export type Arrivals = z.infer<typeof arrivalsSchema>;

/** loadPlanSchema: all that an engine needs to drive a load, as plain JSON. */
export const loadPlanSchema = z.strictObject({
  baseUrl: z.url(),
  scenario: scenarioSchema,
  /** ratePerSecond: journeys started per second. */
  ratePerSecond: z.number().positive(),
  arrivals: arrivalsSchema,
  seed: z.int().nonnegative(),
  /** warmUpMs at the same rate, kept out of the measurement. */
  warmUpMs: z.number().nonnegative(),
  /** durationMs of the measurement after the warm-up; a stop may end it earlier. */
  durationMs: z.number().positive(),
  /** timeoutMs from a request's hand-over to the client to its last byte. */
  timeoutMs: z.number().positive(),
  /** maxInFlight requests at once; what it holds back is `notSent`. */
  maxInFlight: z.int().positive(),
  /** clock: the run's time axis (see RunClock). */
  clock: z.strictObject({ startedAt: z.string(), originNs: z.string() }),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

/** defaultMaxInFlight: ten seconds of the rate, at least 10 and at most 10,000. */
export function defaultMaxInFlight(requestsPerSecond: number): number {
  return Math.max(10, Math.min(10_000, Math.ceil(requestsPerSecond * 10)));
}

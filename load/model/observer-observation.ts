import { z } from 'zod';

/** observerMeasureSchema: what a pair is compared by. */
export const observerMeasureSchema = z.enum(['response-time-p50', 'throughput', 'cpu-per-request']);
export type ObserverMeasure = z.infer<typeof observerMeasureSchema>;

/** observerPairSchema: a second of a load, or its turn for CPU time, unobserved and with every probe, metric and scrape at work. */
export const observerPairSchema = z.strictObject({
  measure: observerMeasureSchema,
  /** round: which start of the processes it comes from, the first being 1. */
  round: z.int().positive(),
  /** unit: ms, or requests/s for throughput. */
  unobserved: z.number(),
  observed: z.number(),
});
export type ObserverPair = z.infer<typeof observerPairSchema>;

/** observerSideSchema: what one side had. */
const observerSideSchema = z.strictObject({
  /** serviceMetrics: whether the services measured themselves. */
  serviceMetrics: z.boolean(),
  /** probes that watched the replicas, by name. */
  probes: z.array(z.string()),
  /** scrapedEveryMs: how often each replica was asked for its metrics; null where it was not. */
  scrapedEveryMs: z.number().nullable(),
});
export type ObserverSide = z.infer<typeof observerSideSchema>;

/** observerObservationSchema: what looking on costs, in pairs whose order alternates. */
export const observerObservationSchema = z.strictObject({
  kind: z.literal('observer'),
  sides: z.strictObject({ unobserved: observerSideSchema, observed: observerSideSchema }),
  pairs: z.array(observerPairSchema),
});
export type ObserverObservation = z.infer<typeof observerObservationSchema>;

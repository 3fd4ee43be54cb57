import { z } from 'zod';

/** observerPairSchema: the same load on the same processes twice: unobserved, and with every probe and scrape at work. */
export const observerPairSchema = z.strictObject({
  measure: z.enum(['response-time-p50', 'throughput']),
  /** unit: ms or requests/s. */
  unobserved: z.number(),
  observed: z.number(),
});
export type ObserverPair = z.infer<typeof observerPairSchema>;

/** observerObservationSchema: what looking on costs, in pairs whose order alternates. */
export const observerObservationSchema = z.strictObject({
  kind: z.literal('observer'),
  pairs: z.array(observerPairSchema),
});

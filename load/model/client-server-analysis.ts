import { z } from 'zod';

const bounds = z.strictObject({ low: z.number(), high: z.number().nullable() });

/** clientServerRowSchema: one replica's own account beside what clients saw of it. Bounds are those of its buckets. */
export const clientServerRowSchema = z.strictObject({
  service: z.string(),
  replica: z.string(),
  /** requests that the replica counted, and answers that clients got from it; null where it cannot be told. */
  requests: z.number().nullable(),
  answers: z.number().nullable(),
  p50Ms: bounds.nullable(),
  p99Ms: bounds.nullable(),
});

/** clientServerAnalysisSchema: the generator's percentiles beside the services' own, of one measured stretch. */
export const clientServerAnalysisSchema = z.strictObject({
  kind: z.literal('client-server'),
  experiment: z.string(),
  clientP50Ms: z.number().nullable(),
  clientP99Ms: z.number().nullable(),
  /** gapP50Ms and gapP99Ms: between what clients waited and what the entry says it took: network, queues, the generator. */
  gapP50Ms: z.strictObject({ low: z.number().nullable(), high: z.number() }).nullable(),
  gapP99Ms: z.strictObject({ low: z.number().nullable(), high: z.number() }).nullable(),
  /** serverLateMs: how much later than the clients' the services' stretch begins; both end with the load. Absent where unknown. */
  serverLateMs: z.number().optional(),
  rows: z.array(clientServerRowSchema),
  /** unaccounted: over all replicas, requests counted on one side and not on the other; null where one does not tell. */
  unaccounted: z.number().nullable(),
});
export type ClientServerAnalysis = z.infer<typeof clientServerAnalysisSchema>;

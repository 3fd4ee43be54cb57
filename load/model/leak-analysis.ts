import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';
import { replicaName } from './replica-name.ts';

const point = z.strictObject({ requests: z.number(), bytes: z.number() });

/** replicaLeakSchema: whether what one replica holds grows with the requests that it serves. */
export const replicaLeakSchema = z.strictObject({
  ...replicaName,
  verdict: z.enum(['leaks', 'does-not', 'cannot-tell']),
  reason: z.string(),
  /** judgedOn: `heap` after a forced collection, without compiled code; `rss` where the runtime cannot be asked for it. */
  judgedOn: z.enum(['heap', 'rss']),
  bytesPerRequest: z.number().nullable(),
  interval: intervalSchema.optional(),
  /** bytesPerConnection: taken off the points for each open connection more than usual; absent where nothing was. */
  bytesPerConnection: z.number().optional(),
  /** points: what it held at the end of each block; judged are those from `judgedFromRequests` on. */
  points: z.array(point),
  judgedFromRequests: z.number().nullable(),
  /** line: the two ends of the fitted line over the judged points; empty where there is none. */
  line: z.array(point),
  /** moreRequests that would probably decide; only with cannot-tell. */
  moreRequests: z.number().optional(),
});
export type ReplicaLeak = z.infer<typeof replicaLeakSchema>;

/** leakAnalysisSchema: each replica's growth in bytes per request, against the smallest growth that counts. */
export const leakAnalysisSchema = z.strictObject({
  kind: z.literal('leak'),
  experiment: z.string(),
  limitBytesPerRequest: z.number().positive(),
  replicas: z.array(replicaLeakSchema),
});
export type LeakAnalysis = z.infer<typeof leakAnalysisSchema>;

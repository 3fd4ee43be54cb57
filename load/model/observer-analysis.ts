import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';

/** observerAnalysisSchema: the change that observing makes, as a ratio of observed to unobserved; 1 is none. */
export const observerAnalysisSchema = z.strictObject({
  kind: z.literal('observer-effect'),
  experiment: z.string(),
  effects: z.array(
    z.strictObject({
      measure: z.enum(['response-time-p50', 'throughput']),
      ratio: z.number(),
      interval: intervalSchema.optional(),
      pairs: z.int().positive(),
    }),
  ),
});
export type ObserverAnalysis = z.infer<typeof observerAnalysisSchema>;

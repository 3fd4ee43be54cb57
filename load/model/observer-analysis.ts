import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';
import { observerMeasureSchema, type ObserverMeasure } from './observer-observation.ts';

/** observerAnalysisSchema: the change that observing makes, as a ratio of observed to unobserved; 1 is none. */
export const observerAnalysisSchema = z.strictObject({
  kind: z.literal('observer-effect'),
  experiment: z.string(),
  effects: z.array(
    z.strictObject({
      measure: observerMeasureSchema,
      ratio: z.number(),
      interval: intervalSchema.optional(),
      pairs: z.int().positive(),
      rounds: z.int().positive(),
      /** timesAsLong: as long as this the experiment must be for an interval of ±1%, by the noise seen. */
      timesAsLong: z.number().optional(),
    }),
  ),
});
export type ObserverAnalysis = z.infer<typeof observerAnalysisSchema>;
export type ObserverEffect = ObserverAnalysis['effects'][number];

/** observerFigureNames: under which name a ratio stands among the figures of a run. */
export const observerFigureNames: Readonly<Record<ObserverMeasure, string>> = {
  'response-time-p50': 'observer.response_time_p50_ratio',
  throughput: 'observer.throughput_ratio',
  'cpu-per-request': 'observer.cpu_per_request_ratio',
};

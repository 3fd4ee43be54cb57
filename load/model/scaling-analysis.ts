import { z } from 'zod';
import { intervalSchema } from './load-observation.ts';

const estimate = z.strictObject({ value: z.number(), interval: intervalSchema.optional() });

/** scalingPointSchema: one number of replicas, over its repetitions: medians with the lowest and highest. */
export const scalingPointSchema = z.strictObject({
  replicas: z.int().positive(),
  repetitions: z.int().positive(),
  throughputRps: z.strictObject({ median: z.number(), low: z.number(), high: z.number() }),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** machineBusyShare: median, of all cores together; null where the system does not tell. */
  machineBusyShare: z.number().nullable(),
});
export type ScalingPoint = z.infer<typeof scalingPointSchema>;

/**
 * uslSchema: the Universal Scalability Law X(N) = λN / (1 + σ(N − 1) + κN(N − 1)) (Gunther 1993), fitted: λ requests/s of
 * one replica, σ contention, κ coherency. `form` is the simplest law that the intervals admit. `shares` say where the
 * time of a request goes at the largest N that was measured.
 */
export const uslSchema = z.discriminatedUnion('fitted', [
  z.strictObject({
    fitted: z.literal(true),
    lambda: estimate,
    sigma: estimate,
    kappa: estimate,
    form: z.enum(['linear', 'amdahl', 'usl']),
    peak: z.discriminatedUnion('found', [
      z.strictObject({ found: z.literal(true), replicas: estimate, throughputRps: z.number() }),
      z.strictObject({ found: z.literal(false), reason: z.string() }),
    ]),
    shares: z.strictObject({
      replicas: z.number(),
      work: z.number(),
      contention: z.number(),
      coherency: z.number(),
    }),
    /** curve of the fitted law, for a plot. */
    curve: z.array(z.strictObject({ replicas: z.number(), throughputRps: z.number() })),
  }),
  z.strictObject({ fitted: z.literal(false), reason: z.string() }),
]);
export type Usl = z.infer<typeof uslSchema>;

/** scalingAnalysisSchema: what further replicas bring, and what stands in their way. */
export const scalingAnalysisSchema = z.strictObject({
  kind: z.literal('scaling'),
  experiment: z.string(),
  service: z.string(),
  cores: z.int().positive(),
  points: z.array(scalingPointSchema),
  usl: uslSchema,
  /**
   * limit: `machine`, when its cores are busy where throughput stops growing, so that nothing is said about the service;
   * `service` (or what it shares: gateway, database), when they are not; `none`, when throughput was still growing.
   */
  limit: z.enum(['machine', 'service', 'none', 'cannot-tell']),
  limitReason: z.string(),
});
export type ScalingAnalysis = z.infer<typeof scalingAnalysisSchema>;

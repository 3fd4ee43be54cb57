import { z } from 'zod';

/** scalingObservationSchema: one run of a closed load at one number of replicas. */
export const scalingObservationSchema = z.strictObject({
  kind: z.literal('scaling'),
  service: z.string(),
  replicas: z.int().positive(),
  /** repetition counts from 1; each is a fresh set of processes. */
  repetition: z.int().positive(),
  connections: z.int().positive(),
  /** throughputRps: requests answered as expected per second. */
  throughputRps: z.number(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** fromMs and toMs: the measured stretch. */
  fromMs: z.number(),
  toMs: z.number(),
  /** steady: false where the load was still changing when its warm-up was over; such a run is no evidence. */
  steady: z.boolean().optional(),
});
export type ScalingObservation = z.infer<typeof scalingObservationSchema>;

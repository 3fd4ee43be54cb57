import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const ms = z.number();

/**
 * memoryPointSchema: bytes at a moment; null where the system or the service does not tell. Where a point stands for
 * several looks, its values are those of the last look that saw them, and `rssRange` tells the extremes of them all.
 */
export const memoryPointSchema = z.strictObject({
  atMs: ms,
  rssBytes: z.number(),
  pssBytes: z.number().nullable(),
  ussBytes: z.number().nullable(),
  heapUsedBytes: z.number().nullable(),
  rssRange: z.strictObject({ lowBytes: z.number(), highBytes: z.number() }).optional(),
});
export type MemoryPoint = z.infer<typeof memoryPointSchema>;

/**
 * memoryPhases: `idle` after start, `under_load` during the measurement, `after_load` once it has been quiet again,
 * `after_gc` when garbage collections have been forced then.
 */
export const memoryPhases = ['idle', 'under_load', 'after_load', 'after_gc'] as const;

/**
 * memoryObservationSchema: each replica's memory over time and by phase; highWaterBytes is VmHWM. `stepMs` is the time
 * that one point stands for: it doubles whenever a series has grown too long, so that a result stays of bounded size.
 */
export const memoryObservationSchema = z.strictObject({
  kind: z.literal('memory'),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      stepMs: ms,
      points: z.array(memoryPointSchema),
      highWaterBytes: z.number().nullable(),
    }),
  ),
  phases: z.array(z.strictObject({ phase: z.enum(memoryPhases), fromMs: ms, toMs: ms })),
});
export type MemoryObservation = z.infer<typeof memoryObservationSchema>;

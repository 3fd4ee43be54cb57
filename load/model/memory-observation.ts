import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const ms = z.number();

/** memoryPointSchema: bytes at a moment; null where the system or the service does not tell. */
export const memoryPointSchema = z.strictObject({
  atMs: ms,
  rssBytes: z.number(),
  pssBytes: z.number().nullable(),
  ussBytes: z.number().nullable(),
  heapUsedBytes: z.number().nullable(),
});
export type MemoryPoint = z.infer<typeof memoryPointSchema>;

/** memoryPhases: `idle` after start, `under_load` during the measurement, `after_load` once it has been quiet again. */
export const memoryPhases = ['idle', 'under_load', 'after_load'] as const;

/** memoryObservationSchema: each replica's memory over time and by phase; highWaterBytes is VmHWM. */
export const memoryObservationSchema = z.strictObject({
  kind: z.literal('memory'),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      points: z.array(memoryPointSchema),
      highWaterBytes: z.number().nullable(),
    }),
  ),
  phases: z.array(z.strictObject({ phase: z.enum(memoryPhases), fromMs: ms, toMs: ms })),
});
export type MemoryObservation = z.infer<typeof memoryObservationSchema>;

import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const bytes = z.number();

/** heapSchema: a JavaScript heap, in bytes; `external` is what its objects hold outside of it, array buffers included. */
export const heapSchema = z.strictObject({
  usedBytes: bytes,
  totalBytes: bytes,
  externalBytes: bytes,
  arrayBuffersBytes: bytes,
  /** spaces: the heap by V8's spaces; empty where the runtime does not tell. */
  spaces: z.array(z.strictObject({ space: z.string(), usedBytes: bytes, sizeBytes: bytes })),
  /** connections: open TCP connections, idle ones too; absent where the runtime does not tell. */
  connections: z.number().optional(),
});
export type Heap = z.infer<typeof heapSchema>;

/** readingMoments: `block`: at the end of a block of load; the others name the phases of the memory observation. */
export const readingMoments = ['idle', 'under_load', 'block', 'after_load', 'after_gc'] as const;

/** memoryReadingSchema: one look at what a replica holds. */
export const memoryReadingSchema = z.strictObject({
  atMs: z.number(),
  moment: z.enum(readingMoments),
  /** collected: a full garbage collection was forced just before. */
  collected: z.boolean(),
  /** requests that had been counted until then; null where nobody counted. */
  requests: z.number().nullable(),
  rssBytes: bytes.nullable(),
  heap: heapSchema.nullable(),
});
export type MemoryReading = z.infer<typeof memoryReadingSchema>;

/**
 * retainedMemoryObservationSchema: what each replica held at named moments, after a forced collection where its runtime
 * lets itself be asked for one.
 */
export const retainedMemoryObservationSchema = z.strictObject({
  kind: z.literal('retained-memory'),
  /** leakLimitBytesPerRequest: the smallest growth that counts as a leak. */
  leakLimitBytesPerRequest: z.number().positive(),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      /** heapUnseen: why there is no heap in the readings; null where there is. */
      heapUnseen: z.string().nullable(),
      /** requestsFrom: who counted requests: the replica's own metrics, or the client for the whole system. */
      requestsFrom: z.enum(['replica', 'client']),
      readings: z.array(memoryReadingSchema),
      /** cgroupPeakBytes: the most its own control group ever held; null where it has none, and `cgroupNote` says why. */
      cgroupPeakBytes: bytes.nullable(),
      cgroupNote: z.string().nullable(),
      /** snapshots: heap snapshots beside the result, by file name. */
      snapshots: z.array(
        z.strictObject({ when: z.enum(['before', 'after']), file: z.string(), sizeBytes: bytes }),
      ),
    }),
  ),
});
export type RetainedMemoryObservation = z.infer<typeof retainedMemoryObservationSchema>;

import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const ms = z.number();

/** startupSampleSchema: one new process, milliseconds since its spawn; `reportedPhasesMs` is what it says itself. */
export const startupSampleSchema = z.strictObject({
  ...replicaName,
  spawnedAtMs: ms,
  spawnToListeningMs: ms,
  spawnToReadyMs: ms,
  /** spawnToFirstAnswerMs: until the first answer whose body was verified; null where none was asked for. */
  spawnToFirstAnswerMs: ms.nullable(),
  /** firstAnswerTookMs: from that request's start to its last byte, its connection included. */
  firstAnswerTookMs: ms.nullable(),
  /** laterAnswersMs: how long the same request took again and again on that connection, in order. */
  laterAnswersMs: z.array(ms),
  reportedPhasesMs: z.record(z.string(), ms),
});
export type StartupSample = z.infer<typeof startupSampleSchema>;

/**
 * startupObservationSchema: starts of one service, one after the other. Cold: new process, empty compile cache, page
 * cache as found. Warm: the compile cache was filled by a replica that ended by itself. Starts of several modes in one
 * experiment take turns; sample i of each mode belongs to the same turn.
 */
export const startupObservationSchema = z.strictObject({
  kind: z.literal('startup'),
  service: z.string(),
  mode: z.enum(['cold', 'warm']),
  /** neighbours: processes that kept the cores busy meanwhile, and the share of all cores that they had; null: none. */
  neighbours: z
    .strictObject({ processes: z.int().positive(), cpuShare: z.number().nonnegative() })
    .nullable(),
  samples: z.array(startupSampleSchema),
});
export type StartupObservation = z.infer<typeof startupObservationSchema>;

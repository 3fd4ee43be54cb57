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
  reportedPhasesMs: z.record(z.string(), ms),
});
export type StartupSample = z.infer<typeof startupSampleSchema>;

/** startupObservationSchema: starts of one service, one after the other. Cold: new process, empty compile cache. */
export const startupObservationSchema = z.strictObject({
  kind: z.literal('startup'),
  service: z.string(),
  mode: z.enum(['cold', 'warm']),
  samples: z.array(startupSampleSchema),
});
export type StartupObservation = z.infer<typeof startupObservationSchema>;

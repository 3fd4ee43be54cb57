import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const ms = z.number();

/**
 * runtimeObservationSchema: CPU and event loop of each replica as context; shares are of one core, 0 to 1 and above.
 * `stepMs` is the time that one point stands for: it doubles whenever a series has grown too long.
 */
export const runtimeObservationSchema = z.strictObject({
  kind: z.literal('runtime'),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      stepMs: ms,
      points: z.array(
        z.strictObject({ atMs: ms, cpuShare: z.number(), eventLoopUtilization: z.number().nullable() }),
      ),
    }),
  ),
});
export type RuntimeObservation = z.infer<typeof runtimeObservationSchema>;

import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const ms = z.number();

/** capacityObservationSchema: replicas that were added under load: how soon they were ready and answered clients. */
export const capacityObservationSchema = z.strictObject({
  kind: z.literal('capacity'),
  additions: z.array(
    z.strictObject({
      ...replicaName,
      cause: z.enum(['scale-out', 'rolling-restart']),
      requestedAtMs: ms,
      readyAtMs: ms,
      firstAnswerAtMs: ms.nullable(),
    }),
  ),
});
export type CapacityObservation = z.infer<typeof capacityObservationSchema>;

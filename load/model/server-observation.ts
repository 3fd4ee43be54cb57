import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const count = z.int().nonnegative();

/** serverObservationSchema: what the replicas themselves counted of a load, from their metrics. */
export const serverObservationSchema = z.strictObject({
  kind: z.literal('server'),
  /** measuredFromMs: when on the run's axis `durations` begin; absent in results of before. */
  measuredFromMs: z.number().optional(),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      /** entry: clients call this one; the others are called by it. */
      entry: z.boolean(),
      /** requests answered over the whole of the load, warm-up included; null where its metrics did not tell. */
      requests: count.nullable(),
      /** durations of the requests answered in the measured stretch: how many took at most `upperMs`; null is no end. */
      durations: z.array(z.strictObject({ upperMs: z.number().nullable(), count })),
    }),
  ),
});
export type ServerObservation = z.infer<typeof serverObservationSchema>;

import { z } from 'zod';

const share = z.number();

/** machinePointSchema: one look at all cores together, since the look before; shares are of their sum, 0 to 1. */
export const machinePointSchema = z.strictObject({
  atMs: z.number(),
  busyShare: share,
  /** stealShare: ran for other guests of the host while something here wanted to run. */
  stealShare: share,
});
export type MachinePoint = z.infer<typeof machinePointSchema>;

/** machineObservationSchema: the processors of the machine that generator, services and databases share. */
export const machineObservationSchema = z.strictObject({
  kind: z.literal('machine'),
  cores: z.int().positive(),
  points: z.array(machinePointSchema),
});
export type MachineObservation = z.infer<typeof machineObservationSchema>;

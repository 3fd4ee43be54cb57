import { z } from 'zod';

/** machinePointSchema: one look at the machine, over the time since the look before. */
export const machinePointSchema = z.strictObject({
  atMs: z.number(),
  /** busyShare of all cores together, 0 to 1. */
  busyShare: z.number(),
  /** stealShare: of all cores' time, what ran for other guests of the host while something here wanted to run; 0 where `stealBlind`. */
  stealShare: z.number(),
  /** foreignCores: cores kept busy by processes that are not part of this run. */
  foreignCores: z.number(),
});
export type MachinePoint = z.infer<typeof machinePointSchema>;

/** machineObservationSchema: the machine that generator, services and databases share, during an experiment. */
export const machineObservationSchema = z.strictObject({
  kind: z.literal('machine'),
  cores: z.int().positive(),
  /** points: one a second; of a long experiment, each stands for as many seconds as it takes to keep them few. */
  points: z.array(machinePointSchema),
  /** clockJumps: moments at which the wall clock moved against the monotonic one, forward if positive. */
  clockJumps: z.array(z.strictObject({ atMs: z.number(), byMs: z.number() })),
  /** blind: why what others use cannot be seen here; null where it can. */
  blind: z.string().nullable(),
  /** stealBlind: why stolen time cannot be seen here; null where it can, absent in results of before. */
  stealBlind: z.string().nullable().optional(),
});
export type MachineObservation = z.infer<typeof machineObservationSchema>;

import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const count = z.int().nonnegative();
const ms = z.number();

/** stopSchema: the end of one replica, seen from outside; the last log line is its own account. */
export const stopSchema = z.strictObject({
  ...replicaName,
  signal: z.enum(['SIGTERM', 'SIGKILL']),
  cause: z.enum(['scale-in', 'rolling-restart']),
  signalledAtMs: ms,
  /** timeToNotReadyMs: signal → first readyz that is not 200; null where it was never seen to say so before its exit. */
  timeToNotReadyMs: ms.nullable(),
  /** drainTimeMs: signal → exit. */
  drainTimeMs: ms,
  exitCode: z.int().nullable(),
  exitSignal: z.string().nullable(),
  /** forced: the grace period ran out and SIGKILL ended it. */
  forced: z.boolean(),
  /** inFlightAtSignal: requests the replica itself counted as active just before the signal. */
  inFlightAtSignal: count,
  /** held: requests kept half-sent on purpose at the signal, and what became of them. */
  held: z.strictObject({
    requests: count,
    answered: count,
    lost: count,
    failures: z.record(z.string(), count),
  }),
  lastLog: z
    .strictObject({ served: count, drainMs: ms, openRequests: count, openConnections: count })
    .nullable(),
});
export type Stop = z.infer<typeof stopSchema>;

/** shutdownObservationSchema: all stops of an experiment under one signal. */
export const shutdownObservationSchema = z.strictObject({
  kind: z.literal('shutdown'),
  signal: z.enum(['SIGTERM', 'SIGKILL']),
  stops: z.array(stopSchema),
});
export type ShutdownObservation = z.infer<typeof shutdownObservationSchema>;

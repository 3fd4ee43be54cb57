import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const count = z.int().nonnegative();
const ms = z.number();

/** stopSchema: the end of one replica, seen from outside; the last log line is its own account. */
export const stopSchema = z.strictObject({
  ...replicaName,
  signal: z.enum(['SIGTERM', 'SIGKILL']),
  cause: z.enum(['scale-in', 'rolling-restart', 'single-stop']),
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
  /** held: requests kept unfinished on purpose at the signal, and what became of them. */
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

/** stopExpectationSchema: how replicas should end; what is found otherwise is a fault of the services. */
export const stopExpectationSchema = z.strictObject({
  /** lostRequests: exactly so many; null: at least one at each signal, as a control must. */
  lostRequests: count.nullable(),
  /** exits: exit codes and signals that are right, such as `0` or `SIGKILL`; the first must occur, others may. */
  exits: z.array(z.string()).min(1),
  /** stragglers: requests still open at the end, exactly; null: any number. */
  stragglers: count.nullable(),
});
export type StopExpectation = z.infer<typeof stopExpectationSchema>;

/** idleConnectionsSchema: client connections that were kept alive over a signal; some sent one more request after it. */
export const idleConnectionsSchema = z.strictObject({
  opened: count,
  /** closed in order by the replica; reset: broken off instead. */
  closed: count,
  reset: count,
  /** requests that were sent on them after the signal; announced: answered with `Connection: close`. */
  requests: z.strictObject({ sent: count, answered: count, announced: count, lost: count }),
});
export type IdleConnections = z.infer<typeof idleConnectionsSchema>;

/** shutdownObservationSchema: all stops of an experiment under one signal, and what was expected of them. */
export const shutdownObservationSchema = z.strictObject({
  kind: z.literal('shutdown'),
  /** case: what was done, as a stable name such as `idle-connections`. */
  case: z.string(),
  signal: z.enum(['SIGTERM', 'SIGKILL']),
  expected: stopExpectationSchema,
  stops: z.array(stopSchema),
  /** connections: null where none were kept idle on purpose. */
  connections: idleConnectionsSchema.nullable(),
  /** redelivered: messages that came to a consumer again; null where the services do not tell. */
  redelivered: count.nullable(),
});
export type ShutdownObservation = z.infer<typeof shutdownObservationSchema>;

import { z } from 'zod';
import { loadObservationSchema } from './load-observation.ts';

const count = z.int().nonnegative();
const ms = z.number();
const replicaName = { service: z.string(), replica: z.string() };

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

/** memoryPointSchema: bytes at a moment; null where the system or the service does not tell. */
export const memoryPointSchema = z.strictObject({
  atMs: ms,
  rssBytes: z.number(),
  pssBytes: z.number().nullable(),
  ussBytes: z.number().nullable(),
  heapUsedBytes: z.number().nullable(),
});
export type MemoryPoint = z.infer<typeof memoryPointSchema>;

/** memoryPhases: `idle` after start, `under_load` during the measurement, `after_load` once it has been quiet again. */
export const memoryPhases = ['idle', 'under_load', 'after_load'] as const;

/** memoryObservationSchema: each replica's memory over time and by phase; highWaterBytes is VmHWM. */
export const memoryObservationSchema = z.strictObject({
  kind: z.literal('memory'),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      points: z.array(memoryPointSchema),
      highWaterBytes: z.number().nullable(),
    }),
  ),
  phases: z.array(z.strictObject({ phase: z.enum(memoryPhases), fromMs: ms, toMs: ms })),
});
export type MemoryObservation = z.infer<typeof memoryObservationSchema>;

/** runtimeObservationSchema: CPU and event loop of each replica as context; shares are of one core, 0 to 1 and above. */
export const runtimeObservationSchema = z.strictObject({
  kind: z.literal('runtime'),
  replicas: z.array(
    z.strictObject({
      ...replicaName,
      points: z.array(
        z.strictObject({ atMs: ms, cpuShare: z.number(), eventLoopUtilization: z.number().nullable() }),
      ),
    }),
  ),
});
export type RuntimeObservation = z.infer<typeof runtimeObservationSchema>;

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

/** reconciliationObservationSchema: the clients' account against the databases' and the messages'. */
export const reconciliationObservationSchema = z.strictObject({
  kind: z.literal('reconciliation'),
  /** settled: outboxes and broker were empty before the audit was read; otherwise the counts are of a moving target. */
  settled: z.boolean(),
  acknowledgedBookings: count,
  acknowledgedCancellations: count,
  storedBookings: count,
  /** missingBookings: acknowledged and not stored; `unacknowledged` are stored but their answer was lost: allowed. */
  missingBookings: count,
  resurrectedBookings: count,
  unacknowledgedBookings: count,
  oversoldSeats: count,
  /** unannounced: bookings and cancellations without a message; projectionMismatches: events whose seatsLeft differs. */
  unannounced: count,
  projectionMismatches: count,
  seatCountMismatches: count,
  details: z.array(z.string()),
});
export type ReconciliationObservation = z.infer<typeof reconciliationObservationSchema>;

/** unreconciled counts every way in which clients, database and messages can disagree. */
export function unreconciled(account: ReconciliationObservation): number {
  return (
    account.missingBookings +
    account.resurrectedBookings +
    account.unannounced +
    account.projectionMismatches +
    account.seatCountMismatches
  );
}

/** observationSchema: everything a run can have seen. */
export const observationSchema = z.discriminatedUnion('kind', [
  loadObservationSchema,
  startupObservationSchema,
  memoryObservationSchema,
  runtimeObservationSchema,
  shutdownObservationSchema,
  capacityObservationSchema,
  reconciliationObservationSchema,
]);
export type Observation = z.infer<typeof observationSchema>;

/** observationsOf picks the observations of one kind. */
export function observationsOf<K extends Observation['kind']>(
  observations: readonly Observation[],
  kind: K,
): Extract<Observation, { kind: K }>[] {
  return observations.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind);
}

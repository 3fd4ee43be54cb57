import { z } from 'zod';
import { replicaName } from './replica-name.ts';

const count = z.int().nonnegative();
const ms = z.number();

/** lateDatabaseWays: how a database is not there yet: nobody listens, or connections are taken and never answered. */
export const lateDatabaseWays = ['refuses', 'hangs'] as const;
export type LateDatabaseWay = (typeof lateDatabaseWays)[number];

/** lateStartSchema: one replica that was started before its databases. */
export const lateStartSchema = z.strictObject({
  ...replicaName,
  way: z.enum(lateDatabaseWays),
  spawnedAtMs: ms,
  /** databaseAtMs: from then on the databases answer. */
  databaseAtMs: ms,
  /** readyAtMs: null where it never was, because it ended or the start deadline was over. */
  readyAtMs: ms.nullable(),
  /** readyTooSoon: it called itself ready although its databases did not answer. */
  readyTooSoon: z.boolean(),
  /** reasons: what it named, by name, while it was not ready. */
  reasons: z.array(z.string()),
  /** liveness: how often it was asked whether it lives from its first answer on, and how often it did not say so. */
  liveness: z.strictObject({ asked: count, failed: count }),
  /** failure: why it never was ready, in a sentence; null where it was. */
  failure: z.string().nullable(),
});
export type LateStart = z.infer<typeof lateStartSchema>;

/** lateDatabaseObservationSchema: starts of one service whose databases come late, one after the other. */
export const lateDatabaseObservationSchema = z.strictObject({
  kind: z.literal('late-database'),
  service: z.string(),
  starts: z.array(lateStartSchema),
});

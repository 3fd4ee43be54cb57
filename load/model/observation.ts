import { z } from 'zod';
import { browserObservationSchema } from './browser-observation.ts';
import { capacityObservationSchema } from './capacity-observation.ts';
import { lateDatabaseObservationSchema } from './late-database-observation.ts';
import { loadObservationSchema } from './load-observation.ts';
import { machineObservationSchema } from './machine-observation.ts';
import { memoryObservationSchema } from './memory-observation.ts';
import { observerObservationSchema } from './observer-observation.ts';
import { reconciliationObservationSchema } from './reconciliation-observation.ts';
import { retainedMemoryObservationSchema } from './retained-memory-observation.ts';
import { runtimeObservationSchema } from './runtime-observation.ts';
import { scalingObservationSchema } from './scaling-observation.ts';
import { serverObservationSchema } from './server-observation.ts';
import { shutdownObservationSchema } from './shutdown-observation.ts';
import { startupObservationSchema } from './startup-observation.ts';

/** observationSchema: everything a run can have seen. */
export const observationSchema = z.discriminatedUnion('kind', [
  loadObservationSchema,
  startupObservationSchema,
  lateDatabaseObservationSchema,
  memoryObservationSchema,
  retainedMemoryObservationSchema,
  runtimeObservationSchema,
  shutdownObservationSchema,
  capacityObservationSchema,
  reconciliationObservationSchema,
  machineObservationSchema,
  scalingObservationSchema,
  observerObservationSchema,
  serverObservationSchema,
  browserObservationSchema,
]);
export type Observation = z.infer<typeof observationSchema>;

/** observationsOf picks the observations of one kind. */
export function observationsOf<K extends Observation['kind']>(
  observations: readonly Observation[],
  kind: K,
): Extract<Observation, { kind: K }>[] {
  return observations.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind);
}

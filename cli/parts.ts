import type { Backing } from '../load/backing/backing.ts';
import { containerPostgres } from '../load/backing/container-postgres.ts';
import { embeddedPostgres } from '../load/backing/embedded-postgres.ts';
import { externalPostgres } from '../load/backing/external-postgres.ts';
import { ContainerNetwork } from '../load/containers/container-network.ts';
import { autocannonEngine } from '../load/engines/autocannon.ts';
import type { Engine } from '../load/engines/engine.ts';
import { k6Engine } from '../load/engines/k6.ts';
import { pacedEngine } from '../load/engines/paced.ts';
import type { Guard } from '../load/model/guard.ts';
import { containersTarget } from '../load/targets/containers.ts';
import { processTarget } from '../load/targets/process.ts';
import { startReaper } from '../load/targets/reaper.ts';
import type { Target } from '../load/targets/target.ts';

/** engines and targets by the names that the command line gives them. */
export const engines: Readonly<Record<Engine['name'], Engine>> = {
  paced: pacedEngine,
  autocannon: autocannonEngine,
  k6: k6Engine,
};
export type TargetName = 'process' | 'containers';
const containers = new ContainerNetwork();
export const targets: Readonly<Record<TargetName, Target>> = {
  process: processTarget,
  containers: containersTarget(containers),
};

/** closedEngineOf: what sends the closed loads that seek a ceiling, beside an engine that is asked for. */
export function closedEngineOf(engine: Engine): Engine {
  return engine.models.includes('closed') ? engine : autocannonEngine;
}

/** backingFor: the server that the user named, else one of the run's own: embedded, or a container beside containers. */
export function backingFor(databaseUrl: string | undefined, target: TargetName = 'process'): Backing {
  if (databaseUrl !== undefined) return externalPostgres(databaseUrl, targets[target].form);
  return target === 'containers' ? containerPostgres(containers) : embeddedPostgres();
}

/** guarded does some work under a reaper, which ends whatever is left however the work ends. */
export async function guarded<T>(work: (guard: Guard) => Promise<T>): Promise<T> {
  const reaper = await startReaper();
  try {
    return await work(reaper);
  } finally {
    await reaper.close();
  }
}

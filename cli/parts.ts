import type { Backing } from '../load/backing/backing.ts';
import { embeddedPostgres } from '../load/backing/embedded-postgres.ts';
import { externalPostgres } from '../load/backing/external-postgres.ts';
import { autocannonEngine } from '../load/engines/autocannon.ts';
import type { Engine } from '../load/engines/engine.ts';
import { k6Engine } from '../load/engines/k6.ts';
import { pacedEngine } from '../load/engines/paced.ts';
import type { Guard } from '../load/model/guard.ts';
import { startReaper } from '../load/targets/reaper.ts';

/** engines by the names that the command line gives them. */
export const engines: Readonly<Record<Engine['name'], Engine>> = {
  paced: pacedEngine,
  autocannon: autocannonEngine,
  k6: k6Engine,
};

/** closedEngineOf: what sends the closed loads that seek a ceiling, beside an engine that is asked for. */
export function closedEngineOf(engine: Engine): Engine {
  return engine.models.includes('closed') ? engine : autocannonEngine;
}

/** backingFor: the server that the user named, else an embedded one. */
export function backingFor(databaseUrl: string | undefined): Backing {
  return databaseUrl === undefined ? embeddedPostgres() : externalPostgres(databaseUrl);
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

import type { Backing } from '../load/backing/backing.ts';
import { containerPostgres } from '../load/backing/container-postgres.ts';
import { embeddedPostgres } from '../load/backing/embedded-postgres.ts';
import { externalPostgres } from '../load/backing/external-postgres.ts';
import { stackPostgres } from '../load/backing/stack-postgres.ts';
import { ComposeStack } from '../load/containers/compose-stack.ts';
import { ContainerNetwork } from '../load/containers/container-network.ts';
import { autocannonEngine } from '../load/engines/autocannon.ts';
import type { Engine } from '../load/engines/engine.ts';
import { k6Engine } from '../load/engines/k6.ts';
import { pacedEngine } from '../load/engines/paced.ts';
import type { Guard } from '../load/model/guard.ts';
import { bookingPlatform } from '../load/subjects/booking-platform/booking-platform.ts';
import { composeTarget } from '../load/targets/compose.ts';
import { containersTarget } from '../load/targets/containers.ts';
import { processTarget } from '../load/targets/process.ts';
import { markLabel } from '../load/targets/reaper-messages.ts';
import { startReaper } from '../load/targets/reaper.ts';
import type { Target } from '../load/targets/target.ts';

/** engines and targets by the names that the command line gives them. */
export const engines: Readonly<Record<Engine['name'], Engine>> = {
  paced: pacedEngine,
  autocannon: autocannonEngine,
  k6: k6Engine,
};
export type TargetName = 'process' | 'containers' | 'compose';

/** closedEngineOf: what sends the closed loads that seek a ceiling, beside an engine that is asked for. */
export function closedEngineOf(engine: Engine): Engine {
  return engine.models.includes('closed') ? engine : autocannonEngine;
}

/** backingFor: the server that the user named, else an embedded one. */
export function backingFor(databaseUrl: string | undefined): Backing {
  return databaseUrl === undefined ? embeddedPostgres() : externalPostgres(databaseUrl);
}

/** Ground: what services are started on, and the server of their databases. */
export interface Ground {
  readonly target: Target;
  readonly backing: Backing;
}

/** groundFor: a target with the server that goes with it: of the run's own, the user's, or that of a stack (`project`). */
export function groundFor(of: {
  readonly target: TargetName;
  readonly databaseUrl?: string;
  readonly project: string;
}): Ground {
  const { target, databaseUrl, project } = of;
  if (target === 'process') return { target: processTarget, backing: backingFor(databaseUrl) };
  if (target === 'compose') return onStack(project);
  const network = new ContainerNetwork();
  const backing =
    databaseUrl === undefined ? containerPostgres(network) : externalPostgres(databaseUrl, 'container');
  return { target: containersTarget(network), backing };
}

function onStack(project: string): Ground {
  const { services } = bookingPlatform;
  const stack = new ComposeStack({ project, services, runLabel: markLabel });
  return { target: composeTarget(stack), backing: stackPostgres(stack) };
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

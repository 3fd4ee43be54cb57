import type { Backing } from '../load/backing/backing.ts';
import { containerPostgres } from '../load/backing/container-postgres.ts';
import { externalPostgres } from '../load/backing/external-postgres.ts';
import { stackPostgres } from '../load/backing/stack-postgres.ts';
import { ComposeStack } from '../load/containers/compose-stack.ts';
import { ContainerNetwork } from '../load/containers/container-network.ts';
import { bookingPlatform } from '../load/subjects/booking-platform/booking-platform.ts';
import { composeTarget } from '../load/targets/compose.ts';
import { containersTarget } from '../load/targets/containers.ts';
import { processTarget } from '../load/targets/process.ts';
import { markLabel } from '../load/targets/reaper-messages.ts';
import type { Target } from '../load/targets/target.ts';
import type { Io } from './io.ts';
import { backingFor } from './parts.ts';
import { checkStack } from './stack/check-stack.ts';

/** TargetName: as `--target` takes it. */
export type TargetName = 'process' | 'containers' | 'compose';

/** Ground: what services are started on, and the server of their databases. */
export interface Ground {
  readonly target: Target;
  readonly backing: Backing;
}

/** TargetSettings: the options that it may depend on; `project` names a stack. */
export interface TargetSettings {
  readonly databaseUrl?: string;
  readonly project: string;
  readonly pin?: 'auto' | 'off';
}

/** TargetKind: all that the command line knows of a target. */
export interface TargetKind {
  /** where the services run, in words for `--help`. */
  readonly where: string;
  /** database: what a result calls the server where the user has named none. */
  readonly database: string;
  /** ground: the target with the server that the user has named, else with the one that goes with it. */
  ground(settings: TargetSettings): Ground;
  /** check throws a Problem of kind `usage` where nothing can run there, or not with these options. */
  check?(settings: TargetSettings, io: Io): Promise<void>;
  /** shown: what a result says beside the target's name. */
  shown?(settings: TargetSettings): Readonly<Record<string, string>>;
}

/** targets by the names that the command line gives them. */
export const targets: Readonly<Record<TargetName, TargetKind>> = {
  process: {
    where: 'of this machine',
    database: 'embedded',
    ground: ({ databaseUrl }) => ({ target: processTarget, backing: backingFor(databaseUrl) }),
  },
  containers: {
    where: 'with Docker, on a PostgreSQL in one as well',
    database: 'container',
    ground: inContainers,
  },
  compose: {
    where: 'in the stack that rehearse up has started, in place of its own replicas',
    database: 'beside those of the stack',
    ground: onStack,
    check: checkStack,
    shown: ({ project }) => ({ project }),
  },
};

function inContainers({ databaseUrl }: TargetSettings): Ground {
  const network = new ContainerNetwork();
  const backing =
    databaseUrl === undefined ? containerPostgres(network) : externalPostgres(databaseUrl, 'container');
  return { target: containersTarget(network), backing };
}

function onStack({ project }: TargetSettings): Ground {
  const { services } = bookingPlatform;
  const stack = new ComposeStack({ project, services, runLabel: markLabel });
  return { target: composeTarget(stack), backing: stackPostgres(stack) };
}

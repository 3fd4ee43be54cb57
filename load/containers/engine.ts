import { existsSync } from 'node:fs';
import type { ContainerRuntimeClient } from 'testcontainers';
import { docker } from '../model/docker.ts';
import { Problem } from '../model/problem.ts';

/** Engine: the Docker engine of this machine, and the socket behind which it is. */
export interface Engine {
  readonly client: ContainerRuntimeClient;
  readonly socketPath: string;
}

/**
 * localEngine finds the Docker engine of this machine. Throws a Problem of kind `usage` where there is none, where it
 * does not answer, or refuses this user. What talks to it is loaded only here: it takes memory and a third of a second.
 */
export async function localEngine(): Promise<Engine> {
  await docker(['version', '--format', '{{.Server.Version}}']);
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  const socketPath = client.info.containerRuntime.remoteSocketPath;
  if (existsSync(socketPath)) return { client, socketPath };
  throw new Problem('usage', `the Docker engine at ${socketPath} is not on this machine.`, {
    next: 'Unset DOCKER_HOST to use the one that is, or do without Docker: --target process.',
  });
}

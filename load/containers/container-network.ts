import { randomBytes } from 'node:crypto';
import type { Guard } from '../model/guard.ts';
import { ContainerProcesses } from './container-processes.ts';
import { type Engine, localEngine } from './engine.ts';
import { type Joined, type Removable, Shared } from './shared.ts';

/** Bridge: a network of an engine, and what whoever starts something in it has to know. */
export interface Bridge {
  readonly engine: Engine;
  readonly name: string;
  /** gateway: the address that this machine has in it. */
  readonly gateway: string;
  /** labels that whatever is made in it must carry. */
  readonly labels: Readonly<Record<string, string>>;
  /** processes of the containers in it. */
  readonly processes: ContainerProcesses;
}

/** JoinedNetwork: a network that is there, for one of those who use it; its containers must have gone when the last leaves. */
export type JoinedNetwork = Joined<Bridge & Removable>;

/**
 * ContainerNetwork: a bridge network that is made for the first one who joins it, and goes with the last one who leaves.
 * Its containers are reached from this machine under their own addresses, without a published port or a proxy between.
 */
export class ContainerNetwork {
  /** processes of the containers that were started in it, and of what works for them. */
  readonly processes = new ContainerProcesses();
  readonly #shared = new Shared((guard) => this.#make(guard));

  /** join throws a Problem where there is no Docker engine to use; nothing is left then. */
  join(guard: Guard): Promise<JoinedNetwork> {
    return this.#shared.join(guard);
  }

  async #make(guard: Guard): Promise<Bridge & Removable> {
    const engine = await localEngine();
    const labels = guard.adoptEngine(engine.socketPath);
    const name = `rehearse-${randomBytes(6).toString('hex')}`;
    const network = await engine.client.network.create({
      Name: name,
      Driver: 'bridge',
      Labels: { ...labels },
    });
    return {
      engine,
      name,
      labels,
      gateway: await gatewayOf(engine, name),
      processes: this.processes,
      remove: async () => {
        await network.remove();
        guard.releaseEngine(engine.socketPath);
      },
    };
  }
}

/** gatewayOf: the address that this machine has in a network; empty where it has none. */
export async function gatewayOf({ client }: Engine, network: string): Promise<string> {
  const { IPAM } = (await client.network.getById(network).inspect()) as {
    IPAM: { Config: { Gateway?: string }[] };
  };
  return IPAM.Config[0]?.Gateway ?? '';
}

import { randomBytes } from 'node:crypto';
import type { Guard } from '../model/guard.ts';
import { type Engine, localEngine } from './engine.ts';

/** JoinedNetwork: a network that is there, for one of those who use it. */
export interface JoinedNetwork {
  readonly engine: Engine;
  readonly name: string;
  /** gateway: the address that this machine has in it. */
  readonly gateway: string;
  /** labels that whatever is made in it must carry. */
  readonly labels: Readonly<Record<string, string>>;
  /** started and ended keep account of the first process of each container in it. */
  started(pid: number): void;
  ended(pid: number): void;
  /** leave: the last one who leaves takes the network away; its containers must have gone. Safe to call again. */
  leave(): Promise<void>;
}

type Bridge = Omit<JoinedNetwork, 'leave'> & { readonly remove: () => Promise<void> };

/**
 * ContainerNetwork: a bridge network that is made for the first one who joins it, and goes with the last one who leaves.
 * Its containers are reached from this machine under their own addresses, without a published port or a proxy between.
 */
export class ContainerNetwork {
  #bridge: Promise<Bridge> | undefined;
  #users = 0;
  readonly #pids = new Set<number>();

  /** pids: the first process of each container that runs in it. */
  get pids(): readonly number[] {
    return [...this.#pids];
  }

  /** join throws a Problem where there is no Docker engine to use; nothing is left then. */
  async join(guard: Guard): Promise<JoinedNetwork> {
    this.#users += 1;
    this.#bridge ??= this.#make(guard);
    let left: Promise<void> | undefined;
    const leave = (): Promise<void> => (left ??= this.#leave());
    try {
      return { ...(await this.#bridge), leave };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const bridge = this.#bridge;
    this.#bridge = undefined;
    const made = await bridge?.catch(() => undefined);
    await made?.remove();
  }

  async #make(guard: Guard): Promise<Bridge> {
    const engine = await localEngine();
    const labels = guard.adoptEngine(engine.socketPath);
    const name = `rehearse-${randomBytes(6).toString('hex')}`;
    const network = await engine.client.network.create({
      Name: name,
      Driver: 'bridge',
      Labels: { ...labels },
    });
    const { IPAM } = (await network.inspect()) as { IPAM: { Config: { Gateway: string }[] } };
    return {
      engine,
      name,
      labels,
      gateway: IPAM.Config[0]?.Gateway ?? '',
      started: (pid) => void this.#pids.add(pid),
      ended: (pid) => void this.#pids.delete(pid),
      remove: async () => {
        await network.remove();
        guard.releaseEngine(engine.socketPath);
      },
    };
  }
}

import { type Container, startContainer } from '../../containers/container.ts';
import type { Bridge } from '../../containers/container-network.ts';
import type { ContainerOrder } from '../../containers/container-options.ts';
import type { RunClock } from '../../model/clock.ts';
import type { ImageUsed } from '../../model/environment.ts';
import type { ServiceSpec } from '../../model/system.ts';
import type { Launcher, LaunchOrder } from '../launcher.ts';
import type { Placeholders } from '../placeholders.ts';
import { addressesAt } from '../replica-addresses.ts';
import { endReplica, type RunningReplica } from '../running-replica.ts';
import { ReplicaContainer } from './replica-container.ts';

/** containerPorts: each container has addresses of its own, so that these are never taken. */
const containerPorts = { port: 8080, opsPort: 8081 } as const;
const everyAddress = '0.0.0.0';

/** Ground: what replicas are started in, by one of those who use it. */
export interface Ground extends Bridge {
  readonly leave: () => Promise<void>;
}

/** Recipe: what the container of a replica is made of. */
export type Recipe = (spec: ServiceSpec, order: LaunchOrder, values: Placeholders) => Promise<ContainerOrder>;

/** ContainerLauncher starts each replica in a container of its own, which is found under its own address. */
export class ContainerLauncher implements Launcher {
  readonly #ground: Ground;
  readonly #clock: RunClock;
  readonly #recipe: Recipe;
  readonly #removals = new Set<Promise<void>>();
  readonly #images = new Map<string, ImageUsed>();

  constructor(ground: Ground, clock: RunClock, recipe: Recipe) {
    this.#ground = ground;
    this.#clock = clock;
    this.#recipe = recipe;
  }

  get images(): readonly ImageUsed[] {
    return [...this.#images.values()];
  }

  async launch(spec: ServiceSpec, order: LaunchOrder): Promise<RunningReplica> {
    // The removal of one that has ended would slow the start of this one.
    await Promise.allSettled(this.#removals);
    const containerOrder = await this.#recipe(spec, order, valuesFor(order));
    order.signal.throwIfAborted();
    const container = await startContainer(this.#ground, containerOrder, this.#clock);
    void this.#followRemoval(container);
    const { image } = containerOrder;
    this.#images.set(spec.name, { service: spec.name, reference: image, id: container.imageId });
    const { address, pid } = container;
    const addresses = {
      ...addressesAt(spec, order.name, { host: address || '127.0.0.1', ...containerPorts }),
      pid,
    };
    const replica = new ReplicaContainer(container, addresses, image, order.logFile);
    if (order.signal.aborted) await endReplica(replica, 0);
    order.signal.throwIfAborted();
    return replica;
  }

  async #followRemoval({ ended, removed }: Container): Promise<void> {
    await ended;
    this.#removals.add(removed);
    await removed.catch(() => {});
    this.#removals.delete(removed);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#removals);
    await this.#ground.leave();
  }
}

function valuesFor({ name, discoveryFile }: LaunchOrder): Placeholders {
  return {
    host: everyAddress,
    port: String(containerPorts.port),
    opsHost: everyAddress,
    opsPort: String(containerPorts.opsPort),
    instance: name,
    discoveryFile,
  };
}

import { type Container, startContainer } from '../../containers/container.ts';
import type { JoinedNetwork } from '../../containers/container-network.ts';
import type { RunClock } from '../../model/clock.ts';
import type { ImageUsed } from '../../model/environment.ts';
import { Problem } from '../../model/problem.ts';
import type { ContainerSpec, ServiceSpec } from '../../model/system.ts';
import type { Launcher, LaunchOrder } from '../launcher.ts';
import { environmentOf } from '../placeholders.ts';
import { addressesAt } from '../replica-addresses.ts';
import { endReplica, type RunningReplica } from '../running-replica.ts';
import { sharedPaths } from './shared-paths.ts';
import { ReplicaContainer } from './replica-container.ts';

// Each container has addresses of its own, so that these are never taken.
const [port, opsPort] = [8080, 8081];
const everyAddress = '0.0.0.0';

/** ContainerLauncher starts each replica in a container of its own, which is found under its own address. */
export class ContainerLauncher implements Launcher {
  readonly #network: JoinedNetwork;
  readonly #clock: RunClock;
  readonly #removals = new Set<Promise<void>>();
  readonly #images = new Map<string, ImageUsed>();

  constructor(network: JoinedNetwork, clock: RunClock) {
    this.#network = network;
    this.#clock = clock;
  }

  get images(): readonly ImageUsed[] {
    return [...this.#images.values()];
  }

  async launch(spec: ServiceSpec, order: LaunchOrder): Promise<RunningReplica> {
    const { image, args } = imageOf(spec);
    // The removal of one that has ended would slow the start of this one.
    await Promise.allSettled(this.#removals);
    const values = {
      host: everyAddress,
      port: String(port),
      opsHost: everyAddress,
      opsPort: String(opsPort),
      instance: order.name,
      discoveryFile: order.discoveryFile,
    };
    const mounts = await sharedPaths(spec, order);
    order.signal.throwIfAborted();
    const container = await startContainer(
      this.#network,
      {
        title: order.name,
        image,
        args,
        mounts,
        environment: environmentOf(spec, values, order.environment, {}),
        logFile: order.logFile,
      },
      this.#clock,
    );
    void this.#followRemoval(container);
    this.#images.set(spec.name, { service: spec.name, reference: image, id: container.imageId });
    const { address, pid } = container;
    const addresses = {
      ...addressesAt(spec, order.name, { host: address || '127.0.0.1', port, opsPort }),
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
    await this.#network.leave();
  }
}

function imageOf({ name, container, port: asked }: ServiceSpec): ContainerSpec {
  if (container === undefined)
    throw new Problem('usage', `${name} has no image to be started as a container.`, {
      next: 'Name one in its specification, or use --target process.',
    });
  if (asked !== undefined)
    throw new Problem('usage', `${name} cannot have port ${asked} of this machine in a container.`, {
      next: 'Use --target process.',
    });
  return container;
}

import type { DiscoveryLog, ReplicaAddress } from '../kit/discovery.ts';
import { leastBusyOfTwo } from './balance.ts';
import { Replica } from './replica.ts';

export interface FleetOptions {
  readonly pollIntervalMs: number;
  readonly log: DiscoveryLog;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Called after every change with how many replicas of a service are ready, and how many are known. */
  readonly onCount: (service: string, ready: number, known: number) => void;
}

/** Fleet holds every discovered replica, and knows which of them may be sent a request. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #replicas = new Map<string, Replica>();
  readonly #ready = new Map<string, readonly Replica[]>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Follows a list from discovery: new ones are polled before they get anything, missing ones finish and leave. */
  follow(addresses: readonly ReplicaAddress[]): void {
    const listed = new Map(addresses.map((address) => [identity(address), address]));
    const services = new Set([...this.#ready.keys(), ...addresses.map(({ service }) => service)]);
    for (const [key, replica] of this.#replicas) if (!listed.has(key)) this.#remove(key, replica);
    for (const [key, address] of listed) if (!this.#replicas.has(key)) this.#add(key, address);
    for (const service of services) this.#recount(service);
  }

  /** Picks a ready replica that is not among `tried`. */
  pick(service: string, tried: readonly Replica[]): Replica | undefined {
    const ready = this.#ready.get(service) ?? [];
    const open = tried.length === 0 ? ready : ready.filter((replica) => !tried.includes(replica));
    return leastBusyOfTwo(open, this.#options.random);
  }

  /** Resolves when the last request in flight has finished and every connection is closed. */
  async close(): Promise<void> {
    this.follow([]);
    await Promise.all(this.#leaving);
  }

  #add(key: string, address: ReplicaAddress): void {
    const { pollIntervalMs, log } = this.#options;
    const onReadiness = ({ ready }: Replica, reason: string | undefined) => {
      log.info({ replica: address.instance, ready, reason }, ready ? 'replica ready' : 'replica taken out');
      this.#recount(address.service);
    };
    this.#replicas.set(key, new Replica(address, { pollIntervalMs, onReadiness }));
  }

  #remove(key: string, replica: Replica): void {
    this.#replicas.delete(key);
    const left = replica.leave().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  #recount(service: string): void {
    const known = [...this.#replicas.values()].filter(({ address }) => address.service === service);
    const ready = known.filter((replica) => replica.ready);
    this.#ready.set(service, ready);
    this.#options.onCount(service, ready.length, known.length);
  }
}

/** Another process on the same port is another replica. */
function identity({ service, instance, address, opsAddress }: ReplicaAddress): string {
  return [service, instance, address, opsAddress].join(' ');
}

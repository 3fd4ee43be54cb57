import { performance } from 'node:perf_hooks';
import type { DiscoveryLog, ReplicaAddress } from '../kit/discovery.ts';
import { leastBusyOfTwo } from './balance.ts';
import { Ejection, type EjectionOptions, type EjectionReason, mostEjected } from './ejection.ts';
import { Replica } from './replica.ts';

/** EjectionPolicy says when replicas that fail are kept out, and for how long. */
export interface EjectionPolicy extends Pick<EjectionOptions, 'consecutiveFailures' | 'baseMs' | 'maxMs'> {
  /** Of the ready replicas of a service, at most so many are out at once. */
  readonly maxPercent: number;
}

/** FleetCount: how many replicas of a service there are. */
export interface FleetCount {
  readonly known: number;
  /** Those that say they are ready, the ejected among them. */
  readonly ready: number;
  readonly ejected: number;
}

export interface FleetOptions {
  readonly pollIntervalMs: number;
  /** How long a replica that says it is no longer ready gets what no other can take. */
  readonly farewellMs: number;
  readonly ejection: EjectionPolicy;
  readonly log: DiscoveryLog;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Called after every change. */
  readonly onCount: (service: string, count: FleetCount) => void;
  readonly onEjected: (service: string, reason: EjectionReason) => void;
}

/** The ready replicas of a service. */
interface Ready {
  readonly sound: readonly Replica[];
  readonly ejected: readonly Replica[];
}

const NONE: Ready = { sound: [], ejected: [] };

/** Fleet holds every discovered replica, and knows which of them may be sent a request. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #replicas = new Map<string, Replica>();
  readonly #ready = new Map<string, Ready>();
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

  /**
   * Picks a ready replica that is not among `tried`: one whose trial is due, a sound one, or else an ejected one. Where none
   * is ready, as between the last one's SIGTERM and the moment at which its successor is seen, one that is just leaving.
   */
  pick(service: string, tried: readonly Replica[]): Replica | undefined {
    const { sound, ejected } = this.#ready.get(service) ?? NONE;
    const due = ejected.find((replica) => replica.ejection.due && !tried.includes(replica));
    return (
      due ??
      this.#choose(sound, tried) ??
      this.#choose(ejected, tried) ??
      this.#choose(this.#leavingOf(service), tried)
    );
  }

  /** Resolves when the last request in flight has finished and every connection is closed. */
  async close(): Promise<void> {
    this.follow([]);
    await Promise.all(this.#leaving);
  }

  #choose(replicas: readonly Replica[], tried: readonly Replica[]): Replica | undefined {
    const open = tried.length === 0 ? replicas : replicas.filter((replica) => !tried.includes(replica));
    return leastBusyOfTwo(open, this.#options.random);
  }

  #leavingOf(service: string): readonly Replica[] {
    const { farewellMs } = this.#options;
    return [...this.#replicas.values()].filter(
      (replica) => replica.address.service === service && replica.saidNoWithin(farewellMs),
    );
  }

  #add(key: string, address: ReplicaAddress): void {
    const { pollIntervalMs, log } = this.#options;
    const onReadiness = ({ ready }: Replica, reason: string | undefined) => {
      log.info({ replica: address.instance, ready, reason }, ready ? 'replica ready' : 'replica taken out');
      this.#recount(address.service);
    };
    const ejection = this.#ejectionOf(address);
    this.#replicas.set(key, new Replica(address, { pollIntervalMs, onReadiness, ejection }));
  }

  #ejectionOf({ service, instance: replica }: ReplicaAddress): Ejection {
    const { ejection, log, onEjected } = this.#options;
    return new Ejection({
      ...ejection,
      nowMs: () => performance.now(),
      mayEject: () => this.#mayEject(service),
      onEjected: (reason, durationMs) => {
        log.warn({ replica, upstream: service, reason, durationMs }, 'replica ejected');
        onEjected(service, reason);
        this.#recount(service);
      },
      onKept: (reason) => log.warn({ replica, upstream: service, reason }, 'replica fails; too few others'),
      onReturned: () => {
        log.info({ replica, upstream: service }, 'replica let back after a trial');
        this.#recount(service);
      },
    });
  }

  #mayEject(service: string): boolean {
    const { sound, ejected } = this.#ready.get(service) ?? NONE;
    const { maxPercent } = this.#options.ejection;
    return ejected.length < mostEjected(sound.length + ejected.length, maxPercent);
  }

  #remove(key: string, replica: Replica): void {
    this.#replicas.delete(key);
    const left = replica.leave().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  #recount(service: string): void {
    const known = [...this.#replicas.values()].filter(({ address }) => address.service === service);
    const ready = known.filter((replica) => replica.ready);
    const ejected = ready.filter(({ ejection }) => ejection.ejected);
    this.#ready.set(service, { sound: ready.filter(({ ejection }) => !ejection.ejected), ejected });
    this.#options.onCount(service, {
      known: known.length,
      ready: ready.length,
      ejected: ejected.length,
    });
  }
}

/** Another process on the same port is another replica. */
function identity({ service, instance, address, opsAddress }: ReplicaAddress): string {
  return [service, instance, address, opsAddress].join(' ');
}

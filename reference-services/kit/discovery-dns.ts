import { lookup, Resolver } from 'node:dns/promises';
import type { Discovery, DiscoveryLog, ReplicaAddress } from './discovery.ts';

/** DnsName: a DNS name whose A records are the replicas of one service, all on the same two ports. */
export interface DnsName {
  readonly service: string;
  readonly name: string;
  readonly port: number;
  readonly opsPort: number;
}

export interface DnsOptions {
  readonly refreshMs?: number;
  /** `address:port` of the name servers to ask instead of the system's. */
  readonly servers?: readonly string[];
}

/** DnsDiscovery asks for the A records of its names again each second. */
export class DnsDiscovery implements Discovery {
  readonly source: string;
  readonly #names: readonly DnsName[];
  readonly #log: DiscoveryLog;
  readonly #refreshMs: number;
  readonly #resolver: Resolver;
  readonly #found = new Map<string, readonly ReplicaAddress[]>();
  readonly #complaints = new Map<string, string>();
  #announced: string | undefined;
  #onReplicas: (replicas: readonly ReplicaAddress[]) => void = () => {};
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(names: readonly DnsName[], log: DiscoveryLog, options: DnsOptions = {}) {
    this.source = `dns:${names.map(({ name }) => name).join(',')}`;
    this.#names = names;
    this.#log = log;
    this.#refreshMs = options.refreshMs ?? 1000;
    this.#resolver = new Resolver({ timeout: this.#refreshMs, tries: 1 });
    if (options.servers !== undefined) this.#resolver.setServers(options.servers);
  }

  watch(onReplicas: (replicas: readonly ReplicaAddress[]) => void): Promise<void> {
    this.#onReplicas = onReplicas;
    this.#timer = setInterval(() => void this.#look(), this.#refreshMs);
    return this.#look();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#onReplicas = () => {};
    this.#resolver.cancel();
    await this.#looking;
  }

  /** A look still under way is joined, so that slow answers do not pile up. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    await Promise.all(this.#names.map((name) => this.#resolve(name)));
    const replicas = [...this.#found.values()].flat();
    const fingerprint = replicas.map(({ instance }) => instance).join();
    if (this.#found.size === 0 || fingerprint === this.#announced) return;
    this.#announced = fingerprint;
    this.#log.info({ source: this.source, replicas: replicas.length }, 'discovery list resolved');
    this.#onReplicas(replicas);
  }

  async #resolve(name: DnsName): Promise<void> {
    try {
      const addresses = await this.#addresses(name.name);
      this.#found.set(
        name.name,
        addresses.toSorted().map((address) => replicaAt(name, address)),
      );
      this.#complaints.delete(name.name);
    } catch (error) {
      this.#complain(name.name, error);
    }
  }

  /** No such name, and a name without A records, are answers: the service has no replica. */
  async #addresses(name: string): Promise<string[]> {
    try {
      return await this.#resolver.resolve4(name);
    } catch (error) {
      if (!isNoSuchName(error)) throw error;
      return name.includes('.') ? [] : localAddresses(name);
    }
  }

  #complain(name: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#complaints.get(name)) return;
    this.#complaints.set(name, reason);
    this.#log.warn({ source: `dns:${name}`, reason }, 'name not resolved; the last good addresses stay');
  }
}

function replicaAt({ service, port, opsPort }: DnsName, address: string): ReplicaAddress {
  const instance = `${service}@${address}:${port}`;
  return { service, instance, address: `${address}:${port}`, opsAddress: `${address}:${opsPort}` };
}

/** A short name may be known through the hosts file or a search domain, which only the system's lookup knows. */
async function localAddresses(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true, family: 4 });
    return [...new Set(found.map(({ address }) => address))];
  } catch (error) {
    if (isNoSuchName(error)) return [];
    throw error;
  }
}

function isNoSuchName(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
  );
}

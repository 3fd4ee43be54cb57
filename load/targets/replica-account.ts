import { DiscoveryFile } from './discovery-file.ts';
import type { RunningReplica } from './running-replica.ts';
import type { StartedReplica } from './start-replica.ts';
import type { Replica, UnexpectedExit } from './target.ts';

/** ReplicaAccount: which replicas of a target there are, which of them are ready, and which ended by themselves. */
export class ReplicaAccount {
  readonly #discovery: DiscoveryFile;
  readonly #numbers = new Map<string, number>();
  readonly #running = new Set<RunningReplica>();
  readonly #ready = new Map<string, StartedReplica>();
  readonly #unexpected: UnexpectedExit[] = [];

  /** A discovery file at a path says which there are. */
  constructor(discoveryFile: string) {
    this.#discovery = new DiscoveryFile(discoveryFile);
  }

  get unexpectedExits(): readonly UnexpectedExit[] {
    return this.#unexpected;
  }

  /** newName gives the name of one more replica; none is given twice. */
  newName(service: string): string {
    const number = (this.#numbers.get(service) ?? 0) + 1;
    this.#numbers.set(service, number);
    return `${service}-${number}`;
  }

  /** follow counts a replica among those that run until it has ended; `announced`: others find it meanwhile. */
  follow(running: RunningReplica, announced: boolean): void {
    const { service, name, url, opsUrl } = running.addresses;
    this.#running.add(running);
    const [address, opsAddress] = [new URL(url).host, new URL(opsUrl).host];
    if (announced) this.#discovery.add({ service, instance: name, address, opsAddress });
    void this.#forgetAfterExit(running);
  }

  /** becameReady: it was ready. It may have ended meanwhile, and whether that was asked for is known of it. */
  becameReady(started: StartedReplica): void {
    const { running, replica } = started;
    if (!running.exit) this.#ready.set(replica.name, started);
    else if (!running.asked) this.#noteUnexpected(running);
  }

  /** running: all of a service that have not ended, ready or not. */
  running(service: string): RunningReplica[] {
    return [...this.#running].filter(({ addresses }) => addresses.service === service);
  }

  /** ready: those of a service, or of all, in the order of their names. */
  ready(service?: string): readonly Replica[] {
    return [...this.#ready.values()]
      .map(({ replica }) => replica)
      .filter((replica) => service === undefined || replica.service === service)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /** readyNamed: what a replica runs as; undefined unless it is ready. */
  readyNamed(name: string): RunningReplica | undefined {
    return this.#ready.get(name)?.running;
  }

  async #forgetAfterExit(running: RunningReplica): Promise<void> {
    await running.exited;
    const { name } = running.addresses;
    this.#running.delete(running);
    this.#discovery.remove(name);
    if (this.#ready.delete(name) && !running.asked) this.#noteUnexpected(running);
  }

  #noteUnexpected({ addresses, exit, log }: RunningReplica): void {
    const { service, name: replica } = addresses;
    const { exitCode = null, signal = null } = exit ?? {};
    this.#unexpected.push({ service, replica, exitCode, signal, logTail: log.tail() });
  }
}

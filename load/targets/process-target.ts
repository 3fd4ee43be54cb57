import { join } from 'node:path';
import type { ServiceSpec, SystemSpec } from '../model/system.ts';
import { DiscoveryFile } from './discovery-file.ts';
import { FreePorts } from './free-ports.ts';
import type { ReplicaProcess } from './replica-process.ts';
import {
  launchReplica,
  startReplica,
  type StartedReplica,
  type StartReplicaOptions,
} from './start-replica.ts';
import { stopReplica } from './stop-replica.ts';
import type {
  AddOptions,
  Launchable,
  LaunchedReplica,
  Inspectable,
  Replica,
  ReplicaStop,
  Scalable,
  Signalable,
  StartedTarget,
  StartOptions,
  StoppedTarget,
} from './target.ts';

/** StartedProcessTarget: replicas that are processes of this machine. */
export interface StartedProcessTarget extends StartedTarget, Scalable, Launchable, Signalable, Inspectable {
  /** discoveryFile: which replicas there are, in Prometheus' file_sd format; always current. */
  readonly discoveryFile: string;
}

export interface ProcessTargetSetting extends StartOptions {
  readonly system: SystemSpec;
  /** directory of this target, and where its logs go. */
  readonly directory: string;
  readonly logs: string;
}

const defaultGraceMs = 5_000;

/** ProcessTarget: see processTarget. */
export class ProcessTarget implements StartedProcessTarget {
  readonly #setting: ProcessTargetSetting;
  readonly #discovery: DiscoveryFile;
  readonly #ports = new FreePorts();
  readonly #numbers = new Map<string, number>();
  /** Every process that was started and has not ended, ready or not. */
  readonly #processes = new Set<ReplicaProcess>();
  readonly #ready = new Map<string, StartedReplica>();
  readonly #unexpected: ReturnType<StartedTarget['unexpectedExits']>[number][] = [];
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #entryUrl: string | undefined;

  constructor(setting: ProcessTargetSetting) {
    this.#setting = setting;
    this.#discovery = new DiscoveryFile(join(setting.directory, 'discovery.json'));
    this.#signal = AbortSignal.any([this.#ending.signal, ...(setting.signal ? [setting.signal] : [])]);
  }

  /** start starts the services in order, and the replicas of each at once; on failure nothing is left. */
  async start(): Promise<this> {
    try {
      const { services, entry } = this.#setting.system;
      for (const { name, replicas } of services) await this.#addSeveral(name, replicas);
      this.#entryUrl = this.replicas(entry)[0]?.url;
      return this;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  get discoveryFile(): string {
    return this.#discovery.path;
  }

  get entryUrl(): string {
    if (this.#entryUrl === undefined) throw new Error('no replica of the entry was started');
    return this.#entryUrl;
  }

  replicas(service?: string): readonly Replica[] {
    return [...this.#ready.values()]
      .map(({ replica }) => replica)
      .filter((replica) => service === undefined || replica.service === service)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  inspectorUrl({ name }: Replica): string | undefined {
    return this.#ready.get(name)?.process.log.inspectorUrl();
  }

  unexpectedExits(): ReturnType<StartedTarget['unexpectedExits']> {
    return this.#unexpected;
  }

  async addReplica(service: string, options: AddOptions = {}): Promise<Replica> {
    const started = await startReplica(this.#specOf(service), this.#startOptions(service, options));
    this.#noteReady(started);
    return started.replica;
  }

  async launchReplica(service: string, options: AddOptions = {}): Promise<LaunchedReplica> {
    const launched = await launchReplica(this.#specOf(service), this.#startOptions(service, options));
    const { process, addresses } = launched;
    const ready = launched.ready.then((started) => {
      this.#noteReady(started);
      return started.replica;
    });
    ready.catch(() => {});
    return {
      ...addresses,
      spawnedAtMs: process.spawnedAtMs,
      ready,
      stop: async (signal, graceMs) => {
        const wasReady = this.#ready.has(addresses.name);
        const stop = await this.#stopProcess(process, signal, graceMs);
        return wasReady ? stop : { ...stop, timeToNotReadyMs: null };
      },
    };
  }

  async stopReplica(replica: Replica, signal: 'SIGTERM' | 'SIGKILL', graceMs: number): Promise<ReplicaStop> {
    const started = this.#ready.get(replica.name);
    if (!started) throw new Error(`${replica.name} does not run`);
    return this.#stopProcess(started.process, signal, graceMs);
  }

  async stop(graceMs = defaultGraceMs): Promise<StoppedTarget> {
    this.#ending.abort(new Error('the target is being stopped'));
    for (const { name } of this.#setting.system.services.toReversed()) {
      const ofService = [...this.#processes].filter(({ launch }) => launch.service === name);
      await Promise.all(ofService.map((process) => process.end(graceMs)));
    }
    await this.#setting.guard.removeDirectory(this.#setting.directory);
    return { stoppedAtMs: this.#setting.clock.nowMs() };
  }

  #stopProcess(
    process: ReplicaProcess,
    signal: 'SIGTERM' | 'SIGKILL',
    graceMs: number,
  ): Promise<ReplicaStop> {
    const { clock } = this.#setting;
    return stopReplica(process, { clock, signal, graceMs, abort: this.#signal });
  }

  #startOptions(service: string, { environment = {}, announced = true }: AddOptions): StartReplicaOptions {
    const { clock, startDeadlineMs, guard, logs } = this.#setting;
    return {
      clock,
      guard,
      logs,
      environment,
      ports: this.#ports,
      signal: this.#signal,
      deadlineMs: startDeadlineMs,
      discoveryFile: this.discoveryFile,
      nextName: () => this.#nextName(service),
      onSpawned: (process) => this.#follow(process, announced),
    };
  }

  // It may have ended meanwhile, and whether that was asked for is known of it.
  #noteReady(started: StartedReplica): void {
    const { process, replica } = started;
    if (!process.exit) this.#ready.set(replica.name, started);
    else if (!process.asked) this.#noteUnexpected(process);
  }

  // The first to fail ends the wait for the others; `stop` then ends those.
  async #addSeveral(service: string, replicas: number): Promise<void> {
    await Promise.all(Array.from({ length: replicas }, () => this.addReplica(service)));
  }

  #specOf(service: string): ServiceSpec {
    const spec = this.#setting.system.services.find(({ name }) => name === service);
    if (!spec) throw new Error(`the system has no service ${service}`);
    return spec;
  }

  #nextName(service: string): string {
    const number = (this.#numbers.get(service) ?? 0) + 1;
    this.#numbers.set(service, number);
    return `${service}-${number}`;
  }

  #follow(process: ReplicaProcess, announced: boolean): void {
    const { service, name, port, opsPort } = process.launch;
    this.#processes.add(process);
    const [address, opsAddress] = [`127.0.0.1:${port}`, `127.0.0.1:${opsPort}`];
    if (announced) this.#discovery.add({ service, instance: name, address, opsAddress });
    void this.#forgetAfterExit(process);
  }

  async #forgetAfterExit(process: ReplicaProcess): Promise<void> {
    await process.exited;
    const { name } = process.launch;
    this.#processes.delete(process);
    this.#discovery.remove(name);
    if (this.#ready.delete(name) && !process.asked) this.#noteUnexpected(process);
  }

  #noteUnexpected({ launch, exit, log }: ReplicaProcess): void {
    const { service, name: replica } = launch;
    const { exitCode = null, signal = null } = exit ?? {};
    this.#unexpected.push({ service, replica, exitCode, signal, logTail: log.tail() });
  }
}

import { join } from 'node:path';
import type { ServiceSpec, SystemSpec } from '../model/system.ts';
import { DiscoveryFile } from './discovery-file.ts';
import type { Launcher } from './launcher.ts';
import { endReplica, type RunningReplica } from './running-replica.ts';
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

/** StartedLocalTarget: replicas on this machine that were started here, whatever they run in. */
export interface StartedLocalTarget extends StartedTarget, Scalable, Launchable, Signalable, Inspectable {
  /** discoveryFile: which replicas there are, in Prometheus' file_sd format; always current. */
  readonly discoveryFile: string;
}

export interface LocalTargetSetting extends StartOptions {
  readonly system: SystemSpec;
  readonly launcher: Launcher;
  /** directory of this target, and where its logs go. */
  readonly directory: string;
  readonly logs: string;
}

const defaultGraceMs = 5_000;

/** LocalTarget keeps account of the replicas that a launcher starts: which there are, which are ready, how each ended. */
export class LocalTarget implements StartedLocalTarget {
  readonly #setting: LocalTargetSetting;
  readonly #discovery: DiscoveryFile;
  readonly #numbers = new Map<string, number>();
  readonly #launching = new Set<Promise<unknown>>();
  /** Everything that was started and has not ended, ready or not. */
  readonly #running = new Set<RunningReplica>();
  readonly #ready = new Map<string, StartedReplica>();
  readonly #unexpected: ReturnType<StartedTarget['unexpectedExits']>[number][] = [];
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #entryUrl: string | undefined;

  constructor(setting: LocalTargetSetting) {
    this.#setting = setting;
    this.#discovery = new DiscoveryFile(join(setting.directory, 'discovery', 'discovery.json'));
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

  get images(): Launcher['images'] {
    return this.#setting.launcher.images;
  }

  replicas(service?: string): readonly Replica[] {
    return [...this.#ready.values()]
      .map(({ replica }) => replica)
      .filter((replica) => service === undefined || replica.service === service)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  inspectorUrl({ name }: Replica): string | undefined {
    const running = this.#ready.get(name)?.running;
    const told = running?.log.inspectorUrl();
    if (running === undefined || told === undefined) return undefined;
    // It names the address that it was told to listen on, which may stand for all that it has.
    const url = new URL(told);
    url.hostname = new URL(running.addresses.url).hostname;
    return url.href;
  }

  unexpectedExits(): ReturnType<StartedTarget['unexpectedExits']> {
    return this.#unexpected;
  }

  async addReplica(service: string, options: AddOptions = {}): Promise<Replica> {
    const started = await startReplica(this.#startOptions(service, options));
    this.#noteReady(started);
    return started.replica;
  }

  async launchReplica(service: string, options: AddOptions = {}): Promise<LaunchedReplica> {
    const launched = await launchReplica(this.#startOptions(service, options));
    const { running } = launched;
    const ready = launched.ready.then((started) => {
      this.#noteReady(started);
      return started.replica;
    });
    ready.catch(() => {});
    return {
      ...running.addresses,
      spawnedAtMs: running.spawnedAtMs,
      ready,
      stop: async (signal, graceMs) => {
        const wasReady = this.#ready.has(running.addresses.name);
        const stop = await this.#stopRunning(running, signal, graceMs);
        return wasReady ? stop : { ...stop, timeToNotReadyMs: null };
      },
    };
  }

  async stopReplica(
    replica: Replica,
    signal: 'SIGTERM' | 'SIGKILL',
    graceMs: number,
    onSignalled?: () => void,
  ): Promise<ReplicaStop> {
    const started = this.#ready.get(replica.name);
    if (!started) throw new Error(`${replica.name} does not run`);
    return this.#stopRunning(started.running, signal, graceMs, onSignalled);
  }

  async stop(graceMs = defaultGraceMs): Promise<StoppedTarget> {
    this.#ending.abort(new Error('the target is being stopped'));
    await Promise.allSettled(this.#launching);
    for (const { name } of this.#setting.system.services.toReversed()) {
      const ofService = [...this.#running].filter(({ addresses }) => addresses.service === name);
      await Promise.all(ofService.map((running) => endReplica(running, graceMs)));
    }
    await this.#setting.launcher.close();
    await this.#setting.guard.removeDirectory(this.#setting.directory);
    return { stoppedAtMs: this.#setting.clock.nowMs() };
  }

  #stopRunning(
    running: RunningReplica,
    signal: 'SIGTERM' | 'SIGKILL',
    graceMs: number,
    onSignalled = () => {},
  ): Promise<ReplicaStop> {
    const { clock } = this.#setting;
    return stopReplica(running, { clock, signal, graceMs, onSignalled, abort: this.#signal });
  }

  #startOptions(service: string, options: AddOptions): StartReplicaOptions {
    const { clock, startDeadlineMs } = this.#setting;
    const spec = this.#specOf(service);
    return {
      clock,
      signal: this.#signal,
      deadlineMs: startDeadlineMs,
      attempts: spec.port === undefined ? 2 : 1,
      launch: () => this.#launch(spec, options),
    };
  }

  async #launch(
    spec: ServiceSpec,
    { environment = {}, directories = [], announced = true }: AddOptions,
  ): Promise<RunningReplica> {
    this.#signal.throwIfAborted();
    const name = this.#nextName(spec.name);
    const launching = this.#setting.launcher.launch(spec, {
      name,
      environment,
      directories,
      announced,
      discoveryFile: this.discoveryFile,
      logFile: join(this.#setting.logs, `${name}.log`),
      signal: this.#signal,
    });
    const followed = launching.then((running) => this.#follow(running, announced));
    this.#launching.add(followed);
    try {
      await followed;
      return await launching;
    } finally {
      this.#launching.delete(followed);
    }
  }

  // It may have ended meanwhile, and whether that was asked for is known of it.
  #noteReady(started: StartedReplica): void {
    const { running, replica } = started;
    if (!running.exit) this.#ready.set(replica.name, started);
    else if (!running.asked) this.#noteUnexpected(running);
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

  #follow(running: RunningReplica, announced: boolean): void {
    const { service, name, url, opsUrl } = running.addresses;
    this.#running.add(running);
    const [address, opsAddress] = [new URL(url).host, new URL(opsUrl).host];
    if (announced) this.#discovery.add({ service, instance: name, address, opsAddress });
    void this.#forgetAfterExit(running);
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

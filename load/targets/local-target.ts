import { join } from 'node:path';
import type { ServiceSpec, SystemSpec } from '../model/system.ts';
import type { Launcher } from './launcher.ts';
import { ReplicaAccount } from './replica-account.ts';
import { endReplica, type RunningReplica } from './running-replica.ts';
import { launchReplica, startReplica, type StartReplicaOptions } from './start-replica.ts';
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
  StopOptions,
  StoppedTarget,
  UnexpectedExit,
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

/** LocalTarget starts the replicas of a system by a launcher, and ends them. */
export class LocalTarget implements StartedLocalTarget {
  readonly discoveryFile: string;
  readonly #setting: LocalTargetSetting;
  readonly #account: ReplicaAccount;
  readonly #launching = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #entryUrl: string | undefined;

  constructor(setting: LocalTargetSetting) {
    this.#setting = setting;
    this.discoveryFile = join(setting.directory, 'discovery', 'discovery.json');
    this.#account = new ReplicaAccount(this.discoveryFile);
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

  get entryUrl(): string {
    if (this.#entryUrl === undefined) throw new Error('no replica of the entry was started');
    return this.#entryUrl;
  }

  get images(): Launcher['images'] {
    return this.#setting.launcher.images;
  }

  replicas(service?: string): readonly Replica[] {
    return this.#account.ready(service);
  }

  inspectorUrl({ name }: Replica): string | undefined {
    const running = this.#account.readyNamed(name);
    const told = running?.log.inspectorUrl();
    if (running === undefined || told === undefined) return undefined;
    // It names the address that it was told to listen on, which may stand for all that it has.
    const url = new URL(told);
    url.hostname = new URL(running.addresses.url).hostname;
    return url.href;
  }

  unexpectedExits(): readonly UnexpectedExit[] {
    return this.#account.unexpectedExits;
  }

  async addReplica(service: string, options: AddOptions = {}): Promise<Replica> {
    const started = await startReplica(this.#startOptions(service, options));
    this.#account.becameReady(started);
    return started.replica;
  }

  async launchReplica(service: string, options: AddOptions = {}): Promise<LaunchedReplica> {
    const launched = await launchReplica(this.#startOptions(service, options));
    const { running } = launched;
    const ready = launched.ready.then((started) => {
      this.#account.becameReady(started);
      return started.replica;
    });
    ready.catch(() => {});
    return {
      ...running.addresses,
      spawnedAtMs: running.spawnedAtMs,
      ready,
      stop: async (signal, graceMs) => {
        const wasReady = this.#account.readyNamed(running.addresses.name) !== undefined;
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
    const running = this.#account.readyNamed(replica.name);
    if (running === undefined) throw new Error(`${replica.name} does not run`);
    return this.#stopRunning(running, signal, graceMs, onSignalled);
  }

  async stop({ graceMs = defaultGraceMs, order = 'entry-first' }: StopOptions = {}): Promise<StoppedTarget> {
    this.#ending.abort(new Error('the target is being stopped'));
    await Promise.allSettled(this.#launching);
    const rows = this.#setting.system.services.toReversed().map(({ name }) => [name]);
    for (const row of order === 'together' ? [rows.flat()] : rows) {
      const running = row.flatMap((name) => this.#account.running(name));
      await Promise.all(running.map((one) => endReplica(one, graceMs)));
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
    const name = this.#account.newName(spec.name);
    const launching = this.#setting.launcher.launch(spec, {
      name,
      environment,
      directories,
      announced,
      discoveryFile: this.discoveryFile,
      logFile: join(this.#setting.logs, `${name}.log`),
      signal: this.#signal,
    });
    const followed = launching.then((running) => this.#account.follow(running, announced));
    this.#launching.add(followed);
    try {
      await followed;
      return await launching;
    } finally {
      this.#launching.delete(followed);
    }
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
}

import type { RunClock } from '../model/clock.ts';
import type { Guard } from '../model/guard.ts';
import type { ServiceSpec } from '../model/system.ts';
import { FreePorts } from './free-ports.ts';
import type { Launcher, LaunchOrder } from './launcher.ts';
import { commandOf, environmentOf } from './placeholders.ts';
import { addressesAt } from './replica-addresses.ts';
import { ReplicaProcess } from './replica-process.ts';

const host = '127.0.0.1';

/** ProcessLauncher starts each replica as a process of this machine, on free ports of 127.0.0.1. */
export class ProcessLauncher implements Launcher {
  readonly images = [];
  readonly #clock: RunClock;
  readonly #guard: Guard;
  readonly #ports = new FreePorts();

  constructor(clock: RunClock, guard: Guard) {
    this.#clock = clock;
    this.#guard = guard;
  }

  async launch(spec: ServiceSpec, order: LaunchOrder): Promise<ReplicaProcess> {
    const { name, environment, discoveryFile, logFile, signal } = order;
    const [port, opsPort] = [spec.port ?? (await this.#ports.take()), await this.#ports.take()];
    signal.throwIfAborted();
    const values = {
      host,
      port: String(port),
      opsHost: host,
      opsPort: String(opsPort),
      instance: name,
      discoveryFile,
    };
    const launch = {
      addresses: addressesAt(spec, name, { host, port, opsPort }),
      command: commandOf(spec, values),
      environment: environmentOf(spec, values, environment),
      logFile,
    };
    return new ReplicaProcess(launch, this.#clock, this.#guard);
  }

  async close(): Promise<void> {}
}

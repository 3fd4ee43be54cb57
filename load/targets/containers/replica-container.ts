import { closeSync, openSync } from 'node:fs';
import type { Container, EndedContainer } from '../../containers/container.ts';
import { ReplicaLog } from '../replica-log.ts';
import type { Addresses, Exit, RunningReplica } from '../running-replica.ts';

/** logDelayMs: what a line takes through Docker, with room. */
const logDelayMs = 250;

/** ReplicaContainer: a replica in a container of its own. */
export class ReplicaContainer implements RunningReplica {
  readonly addresses: Addresses;
  readonly spawnedAtMs: number;
  readonly log: ReplicaLog;
  readonly logDelayMs = logDelayMs;
  readonly exited: Promise<Exit>;
  readonly tryByHand: string;
  #asked = false;
  #exit: Exit | undefined;
  readonly #container: Container;

  constructor(container: Container, addresses: Addresses, image: string, logFile: string) {
    this.#container = container;
    this.addresses = addresses;
    this.spawnedAtMs = container.spawnedAtMs;
    closeSync(openSync(logFile, 'a', 0o600));
    this.log = new ReplicaLog(logFile);
    this.tryByHand = `Try "docker run --rm --init ${image}" by hand.`;
    this.exited = this.#watch(container.ended);
  }

  get exit(): Exit | undefined {
    return this.#exit;
  }

  get asked(): boolean {
    return this.#asked;
  }

  /** signal is sent by way of Docker, as an orchestrator does; SIGKILL ends all that is in the container. */
  async signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#asked = true;
    if (this.#exit === undefined) await this.#container.signal(signal);
  }

  async #watch(ended: Promise<EndedContainer>): Promise<Exit> {
    this.#exit = await ended;
    return this.#exit;
  }
}

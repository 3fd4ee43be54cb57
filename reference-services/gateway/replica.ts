import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import type { ReplicaAddress } from '../kit/discovery.ts';
import type { Ejection } from './ejection.ts';
import { type Asked, type NotReadyReason, ReadinessPoll } from './readiness-poll.ts';

const CONNECT_TIMEOUT_MS = 1000;
// Shorter than any service keeps an idle connection (Node.js: 5 s), so that no request meets its FIN.
const IDLE_CONNECTION_MS = 4000;

export interface ReplicaOptions {
  readonly pollIntervalMs: number;
  readonly onReadiness: (replica: Replica, reason: NotReadyReason) => void;
  readonly ejection: Ejection;
}

/** Replica is one discovered process: its connections, what is in flight on them, whether it is ready, and whether it fails. */
export class Replica {
  readonly address: ReplicaAddress;
  readonly pool: Pool;
  readonly ejection: Ejection;
  inFlight = 0;
  #ready = false;
  #saidNoAtMs = -Infinity;
  readonly #poll: ReadinessPoll;
  readonly #onReadiness: ReplicaOptions['onReadiness'];

  constructor(address: ReplicaAddress, { pollIntervalMs, onReadiness, ejection }: ReplicaOptions) {
    this.address = address;
    this.ejection = ejection;
    this.#onReadiness = onReadiness;
    this.pool = new Pool(`http://${address.address}`, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      keepAliveMaxTimeout: IDLE_CONNECTION_MS,
      // The exchange has a limit of its own, finer than these.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#poll = new ReadinessPoll(address.opsAddress, pollIntervalMs, (reason, asked) =>
      this.#judge(reason, asked),
    );
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Whether it was ready and then said itself, less than so long ago, that it is not: who drains still answers for a while. */
  saidNoWithin(durationMs: number): boolean {
    return !this.#ready && performance.now() - this.#saidNoAtMs < durationMs;
  }

  /** Takes the replica out at once; the next poll that finds it ready brings it back. */
  takeOut(reason: string): void {
    this.#poll.distrust();
    this.#judge(reason, 'silent');
  }

  /** Asks the replica at once: an answer with `Connection: close` is how one that drains says goodbye. */
  suspect(): void {
    this.#poll.hurry();
  }

  /** Ends polling at once, and the connections when what is in flight on them has finished. */
  async leave(): Promise<void> {
    this.#ready = false;
    this.#saidNoAtMs = -Infinity;
    this.#poll.close();
    await this.pool.close();
  }

  #judge(reason: NotReadyReason, asked: Asked): void {
    const ready = reason === undefined;
    if (asked === 'silent') this.#saidNoAtMs = -Infinity;
    if (ready === this.#ready) return;
    this.#ready = ready;
    this.#saidNoAtMs = !ready && asked === 'answered' ? performance.now() : -Infinity;
    this.#onReadiness(this, reason);
  }
}

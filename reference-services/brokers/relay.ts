import { setTimeout as delay } from 'node:timers/promises';
import { Alarm } from '../kit/alarm.ts';
import type { Message } from './message.ts';

/** Source is the outbox that a relay empties. */
export interface Source {
  move(limit: number, publish: (messages: readonly Message[]) => Promise<void>): Promise<readonly Message[]>;
  pending(): Promise<number>;
}

export interface RelayOptions {
  readonly source: Source;
  readonly publish: (messages: readonly Message[]) => Promise<void>;
  readonly onMoved: (messages: readonly Message[]) => void;
  readonly onPending: (messages: number) => void;
  /** Told what keeps the relay from working, and undefined when it works. */
  readonly onState: (error: unknown) => void;
}

const batchSize = 100;
// Messages written within this time travel together.
const gatherMs = 20;
// For messages that replicas which are gone have left behind.
const pollMs = 1000;

/** Relay moves messages from an outbox to the broker: soon after wake, and each second in any case. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #written = new Alarm();
  readonly #stop = new Alarm();
  readonly #ended: Promise<void>;
  #stopping = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** wake says that something was written to the outbox. */
  wake(): void {
    this.#written.ring();
  }

  /** stop moves what is in the outbox a last time, unless that just failed: what is left is for whoever comes next. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stop.ring();
    this.#written.ring();
    await this.#ended;
  }

  async #run(): Promise<void> {
    let countAtMs = 0;
    let works = true;
    while (!this.#stopping) {
      // Before the outbox is read: what is written from now on rings again.
      this.#written.hush();
      works = await this.#empty();
      if (performance.now() >= countAtMs) {
        countAtMs = performance.now() + pollMs;
        await this.#count();
      }
      await (works ? this.#written : this.#stop).sleep(pollMs);
      await delay(gatherMs);
    }
    if (works) await this.#empty();
  }

  async #empty(): Promise<boolean> {
    const { source, publish, onMoved, onState } = this.#options;
    try {
      for (;;) {
        const moved = await source.move(batchSize, publish);
        if (moved.length > 0) onMoved(moved);
        if (moved.length < batchSize) break;
      }
      onState(undefined);
      return true;
    } catch (error) {
      onState(error);
      return false;
    }
  }

  async #count(): Promise<void> {
    await this.#options.source.pending().then(this.#options.onPending, this.#options.onState);
  }
}

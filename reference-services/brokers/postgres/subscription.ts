import type { Client } from 'pg';
import { Alarm } from '../../kit/alarm.ts';
import { failureText } from '../../kit/failure-text.ts';
import type { TraceContext } from '../../kit/tracing/trace-context.ts';
import { endClient } from '../../stores/postgres/end-client.ts';
import type { Delivery, SubscribeOptions, Subscription } from '../broker.ts';
import type { MessageName } from '../message.ts';
import * as statements from './sql.ts';

interface DeliveryRow {
  readonly id: string;
  readonly name: MessageName;
  readonly aggregate_id: string;
  readonly body: unknown;
  readonly written_at: Date;
  readonly attempts: number;
  readonly trace: TraceContext | null;
}

/** Handled is what became of each delivery of a batch; what is in none of the lists goes back as it was. */
interface Handled {
  readonly done: string[];
  readonly failed: string[];
  readonly dead: { readonly id: string; readonly reason: string }[];
}

const batchSize = 20;
// Some 25 s, with the pauses between them.
const maxAttempts = 10;
// The safety net under LISTEN, and the pace at which postponed messages are looked at.
const pollMs = 1000;
const retryMs = 500;

/** PostgresSubscription works through a queue on a connection of its own, woken by NOTIFY. */
export class PostgresSubscription implements Subscription {
  readonly #connect: () => Client;
  readonly #options: SubscribeOptions;
  readonly #arrived = new Alarm();
  readonly #stop = new Alarm();
  readonly #ended: Promise<void>;
  #stopping = false;

  constructor(connect: () => Client, options: SubscribeOptions) {
    this.#connect = connect;
    this.#options = options;
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stop.ring();
    this.#arrived.ring();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.#listen().catch((error: unknown) => this.#options.onState(failureText(error)));
      await this.#stop.sleep(retryMs);
    }
  }

  async #listen(): Promise<void> {
    const client = this.#connect();
    // A break shows in the next query; ringing has it asked at once.
    client.on('error', () => this.#arrived.ring());
    client.on('notification', () => this.#arrived.ring());
    try {
      await client.connect();
      await client.query(`LISTEN ${statements.channelOf(this.#options.queue)}`);
      while (!this.#stopping) await this.#round(client);
    } finally {
      await endClient(client);
    }
  }

  async #round(client: Client): Promise<void> {
    // Before the claim: what arrives after it rings again.
    this.#arrived.hush();
    const claimed = await this.#workBatch(client);
    this.#options.onState(undefined);
    if (claimed < batchSize) await this.#arrived.sleep(pollMs);
  }

  /** One transaction of the broker around the handling of a batch; gives how many messages it held. */
  async #workBatch(client: Client): Promise<number> {
    const { queue } = this.#options;
    await client.query('BEGIN');
    const { rows } = await client.query<DeliveryRow>({ ...statements.claim, values: [queue, batchSize] });
    const { done, failed, dead } = await this.#handleAll(rows.map(asDelivery));
    if (done.length > 0) await client.query({ ...statements.remove, values: [queue, done] });
    for (const { id, reason } of dead)
      await client.query({ ...statements.bury, values: [queue, id, reason] });
    if (failed.length > 0) await client.query({ ...statements.postpone, values: [queue, failed] });
    await client.query('COMMIT');
    return rows.length;
  }

  async #handleAll(deliveries: readonly Delivery[]): Promise<Handled> {
    const handled: Handled = { done: [], failed: [], dead: [] };
    const heldUp = new Set<string>();
    for (const delivery of deliveries) {
      if (this.#stopping) break;
      if (heldUp.has(delivery.aggregateId)) continue;
      await this.#handleOne(delivery, handled);
      if (handled.failed.includes(delivery.id)) heldUp.add(delivery.aggregateId);
    }
    return handled;
  }

  async #handleOne(delivery: Delivery, { done, failed, dead }: Handled): Promise<void> {
    const { handle, mayPass, onFailed, onDead } = this.#options;
    const { id, attempts } = delivery;
    const giveUp = (reason: string) => {
      dead.push({ id, reason });
      onDead(delivery, reason);
    };
    try {
      if ((await handle(delivery)) === 'handled') done.push(id);
      else giveUp('its body is not understood');
    } catch (error) {
      if (attempts + 1 >= maxAttempts && !mayPass(error)) return giveUp(failureText(error));
      failed.push(id);
      onFailed(delivery, error);
    }
  }
}

function asDelivery({ aggregate_id, written_at, trace, ...row }: DeliveryRow): Delivery {
  const delivery = { ...row, aggregateId: aggregate_id, writtenAt: written_at.toISOString() };
  return trace === null ? delivery : { ...delivery, trace };
}

import { Client, Pool } from 'pg';
import type { Broker, SubscribeOptions, Subscription } from '../broker.ts';
import { type Message, type Queue, queues } from '../message.ts';
import * as statements from './sql.ts';
import { PostgresSubscription } from './subscription.ts';

export interface PostgresBrokerOptions {
  readonly url: string;
  /** Shown by pg_stat_activity. */
  readonly applicationName: string;
  /** A consumer that takes longer for a batch is taken for gone, and its messages go to others; 30 s unless told. */
  readonly batchLimitMs?: number;
}

const connectTimeoutMs = 2000;
const answerTimeoutMs = 3000;
// A machine that is gone without a word would keep its messages until TCP notices, which takes two hours.
const batchLimitDefaultMs = 30_000;
const replayBatchSize = 1000;
const wanted = Object.entries(queues).flatMap(([queue, names]) => names.map((name) => ({ queue, name })));

/** PostgresBroker keeps the messages of every queue in one table; consumers are woken by NOTIFY. */
export class PostgresBroker implements Broker {
  readonly #pool: Pool;
  readonly #connection;

  constructor({ url, applicationName, batchLimitMs = batchLimitDefaultMs }: PostgresBrokerOptions) {
    this.#connection = {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: answerTimeoutMs,
      idle_in_transaction_session_timeout: batchLimitMs,
      keepAlive: true,
    };
    this.#pool = new Pool({ ...this.#connection, max: 1 });
    this.#pool.on('error', () => undefined);
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const [names, targets] = [wanted.map(({ name }) => name), wanted.map(({ queue }) => queue)];
    await this.#pool.query({ ...statements.publish, values: [JSON.stringify(messages), names, targets] });
  }

  subscribe(options: SubscribeOptions): Subscription {
    return new PostgresSubscription(() => new Client(this.#connection), options);
  }

  async pending(): Promise<number> {
    const { rows } = await this.#pool.query<{ messages: number }>(statements.pending);
    return rows[0]?.messages ?? 0;
  }

  async deadLetters(): Promise<number> {
    const { rows } = await this.#pool.query<{ messages: number }>(statements.deadLetters);
    return rows[0]?.messages ?? 0;
  }

  async replay(queue: Queue): Promise<number> {
    for (let replayed = 0; ;) {
      const values = [queue, replayBatchSize];
      const { rows } = await this.#pool.query<{ replayed: number }>({ ...statements.replay, values });
      const batch = rows[0]?.replayed ?? 0;
      replayed += batch;
      if (batch < replayBatchSize) return replayed;
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

import type { PoolClient } from 'pg';
import type { Message, MessageName } from '../../brokers/message.ts';
import type { Outbox } from '../store.ts';
import type { Database } from './database.ts';

interface OutboxRow {
  readonly id: string;
  readonly name: MessageName;
  readonly aggregate_id: string;
  readonly body: unknown;
  readonly written_at: Date;
}

// MATERIALIZED: otherwise the planner may run the locking part more than once and take more than the limit.
const take = {
  name: 'outbox-take',
  text: `WITH batch AS MATERIALIZED (
           SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         DELETE FROM outbox USING batch WHERE outbox.id = batch.id
         RETURNING outbox.id, name, aggregate_id, body, written_at`,
};

const count = {
  name: 'outbox-count',
  text: `INSERT INTO message_counts (direction, name, messages)
         SELECT 'published', name, count(*) FROM unnest($1::text[]) AS name GROUP BY name ORDER BY name
         ON CONFLICT (direction, name) DO UPDATE SET messages = message_counts.messages + excluded.messages`,
};

const pending = { name: 'outbox-pending', text: 'SELECT count(*)::int AS messages FROM outbox' };

/** PostgresOutbox is the table `outbox`; several replicas may move messages out of it at once. */
export class PostgresOutbox implements Outbox {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async move(
    limit: number,
    publish: (messages: readonly Message[]) => Promise<void>,
  ): Promise<readonly Message[]> {
    return this.#database.transaction(async (client) => {
      const messages = await takeBatch(client, limit);
      if (messages.length === 0) return messages;
      await publish(messages);
      // Last, since replicas that move at the same time wait for each other here.
      await client.query({ ...count, values: [messages.map(({ name }) => name)] });
      return messages;
    });
  }

  async pending(): Promise<number> {
    const [row] = await this.#database.query<{ messages: number }>(pending);
    return row?.messages ?? 0;
  }
}

async function takeBatch(client: PoolClient, limit: number): Promise<Message[]> {
  const { rows } = await client.query<OutboxRow>({ ...take, values: [limit] });
  const messages = rows.map(({ id, name, aggregate_id, body, written_at }) => ({
    id,
    name,
    aggregateId: aggregate_id,
    body,
    writtenAt: written_at.toISOString(),
  }));
  return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
}

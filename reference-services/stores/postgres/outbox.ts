import type { PoolClient } from 'pg';
import type { Message, MessageName } from '../../brokers/message.ts';
import type { TraceContext } from '../../kit/tracing/trace-context.ts';
import type { Outbox } from '../store.ts';
import type { Database } from './database.ts';
import * as statements from './shared-sql.ts';

interface OutboxRow {
  readonly id: string;
  readonly name: MessageName;
  readonly aggregate_id: string;
  readonly body: unknown;
  readonly written_at: Date;
  readonly trace: TraceContext | null;
}

// Two that move at once would publish later messages before earlier ones. The lock ends with the transaction.
const beginAlone = `BEGIN; SELECT pg_advisory_xact_lock(hashtext('outbox'))`;

/** PostgresOutbox is the table `outbox`; several replicas may move messages out of it, one at a time. */
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
      await client.query({ ...statements.countPublished, values: [messages.map(({ name }) => name)] });
      return messages;
    }, beginAlone);
  }

  async pending(): Promise<number> {
    const [row] = await this.#database.query<{ messages: number }>(statements.pendingMessages);
    return row?.messages ?? 0;
  }
}

async function takeBatch(client: PoolClient, limit: number): Promise<Message[]> {
  const { rows } = await client.query<OutboxRow>({ ...statements.takeMessages, values: [limit] });
  const messages = rows.map(({ id, name, aggregate_id, body, written_at, trace }) => ({
    id,
    name,
    aggregateId: aggregate_id,
    body,
    writtenAt: written_at.toISOString(),
    ...(trace && { trace }),
  }));
  return messages;
}

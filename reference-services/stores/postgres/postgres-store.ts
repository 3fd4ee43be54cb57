import type { MessageCounts } from '../../brokers/message.ts';
import type { Dependency } from '../../kit/health.ts';
import type { Effect, Store } from '../store.ts';
import { Database, type DatabaseOptions, type Statement } from './database.ts';
import { missingMigration } from './migrated.ts';
import { PostgresOutbox } from './outbox.ts';
import { watchDatabase } from './watch.ts';

const countMessages = {
  name: 'message-counts',
  text: `SELECT direction, name, sum(messages)::float8 AS messages FROM (
           SELECT direction, name, messages FROM message_counts
           UNION ALL SELECT 'consumed', name, count(*) FROM inbox GROUP BY name
         ) AS counted GROUP BY direction, name ORDER BY direction, name`,
};

// What is forgotten stays counted.
const forget = {
  name: 'inbox-forget',
  text: `WITH forgotten AS (DELETE FROM inbox WHERE consumed_at < $1 RETURNING name)
         INSERT INTO message_counts (direction, name, messages)
         SELECT 'consumed', name, count(*) FROM forgotten GROUP BY name ORDER BY name
         ON CONFLICT (direction, name) DO UPDATE SET messages = message_counts.messages + excluded.messages`,
};

/** PostgresStore is the part that all stores on PostgreSQL share. */
export class PostgresStore implements Store {
  readonly outbox: PostgresOutbox;
  protected readonly database: Database;
  readonly #lastMigration: string;
  readonly #closing = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(options: DatabaseOptions, lastMigration: string) {
    this.database = new Database(options);
    this.outbox = new PostgresOutbox(this.database);
    this.#lastMigration = lastMigration;
  }

  watch(dependency: Dependency, onConnected: () => void): void {
    this.#watching = watchDatabase({
      connect: () => this.database.watcher(),
      check: (client) => missingMigration(client, this.#lastMigration),
      dependency,
      onConnected,
      signal: this.#closing.signal,
    });
  }

  async messageCounts(): Promise<{ readonly published: MessageCounts; readonly consumed: MessageCounts }> {
    type Row = { direction: 'published' | 'consumed'; name: string; messages: number };
    const counts = { published: {} as Record<string, number>, consumed: {} as Record<string, number> };
    for (const row of await this.database.query<Row>(countMessages))
      counts[row.direction][row.name] = row.messages;
    return counts;
  }

  async forgetConsumed(before: Date): Promise<void> {
    await this.database.query(forget, [before]);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#watching;
    await this.database.close();
  }

  /** apply runs a statement that gives one row for each receipt it wrote, and so none for a repeated message. */
  protected async apply(statement: Statement, values: readonly unknown[]): Promise<Effect> {
    const rows = await this.database.query(statement, values);
    return rows.length > 0 ? 'applied' : 'repeated';
  }
}

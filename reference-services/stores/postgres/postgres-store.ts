import type { MessageCounts } from '../../brokers/message.ts';
import type { Dependency } from '../../kit/health.ts';
import type { Effect, Store } from '../store.ts';
import { Database, type DatabaseOptions, type Statement } from './database.ts';
import { missingMigration } from './migrated.ts';
import { PostgresOutbox } from './outbox.ts';
import * as statements from './shared-sql.ts';
import { watchDatabase } from './watch.ts';

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
    for (const row of await this.database.query<Row>(statements.messageCounts))
      counts[row.direction][row.name] = row.messages;
    return counts;
  }

  async forgetConsumed(before: Date, limit: number): Promise<number> {
    return this.forget(statements.forgetConsumed, before, limit);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#watching;
    await this.database.close();
  }

  /** forget runs a statement that drops at most `limit` rows from before a time, and gives how many it dropped. */
  protected async forget(statement: Statement, before: Date, limit: number): Promise<number> {
    const [row] = await this.database.query<{ forgotten: number }>(statement, [before, limit]);
    return row?.forgotten ?? 0;
  }

  /** apply runs a statement that gives one row for each receipt it wrote, and so none for a repeated message. */
  protected async apply(statement: Statement, values: readonly unknown[]): Promise<Effect> {
    const rows = await this.database.query(statement, values);
    return rows.length > 0 ? 'applied' : 'repeated';
  }
}

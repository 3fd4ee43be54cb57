import { Client, Pool, type PoolClient } from 'pg';
import { asStoreFailure } from './failure.ts';

/** Statement is prepared once per connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once, beside the one that watches. */
  readonly poolSize: number;
  /** Shown by pg_stat_activity. */
  readonly applicationName: string;
}

const connectTimeoutMs = 2000;
const statementTimeoutMs = 5000;
// The server ends a slow statement itself; this is for a server that hangs.
const answerTimeoutMs = 7000;
const idleTransactionMs = 15_000;
const watchTimeoutMs = 2000;

/** Database is a bounded pool of connections; its errors are what a client may be told. */
export class Database {
  readonly #pool: Pool;
  readonly #options: DatabaseOptions;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#pool = new Pool({
      ...connectionOptions(options),
      max: options.poolSize,
      statement_timeout: statementTimeoutMs,
      query_timeout: answerTimeoutMs,
      idle_in_transaction_session_timeout: idleTransactionMs,
    });
    // An idle connection that breaks is replaced when the next is needed, and the watch reports it.
    this.#pool.on('error', () => undefined);
  }

  /** query runs one statement, a transaction of its own, and gives its rows. */
  async query<Row extends object>(
    { name, text }: Statement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    try {
      const { rows } = await this.#pool.query<Row>({ name, text, values: [...values] });
      return rows;
    } catch (error) {
      throw asStoreFailure(error);
    }
  }

  /** transaction commits what `work` did, or rolls it back when it rejects. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw asStoreFailure(error);
    });
    // A connection that breaks while nothing is asked of it would otherwise end the process.
    client.on('error', ignoreBreak);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.off('error', ignoreBreak).release();
      return result;
    } catch (error) {
      const broken = await client.query('ROLLBACK').then(
        () => false,
        () => true,
      );
      client.off('error', ignoreBreak).release(broken);
      throw asStoreFailure(error);
    }
  }

  /** watcher makes a connection outside the pool, so that a busy pool never looks like a broken database. */
  watcher(): Client {
    return new Client({ ...connectionOptions(this.#options), query_timeout: watchTimeoutMs });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

function ignoreBreak(): void {}

function connectionOptions({ url, applicationName }: DatabaseOptions) {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

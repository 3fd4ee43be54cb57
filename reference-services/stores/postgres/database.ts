import { Client, Pool, type PoolClient } from 'pg';
import { ended } from '../../kit/tracing/ended.ts';
import { type TraceContext, within } from '../../kit/tracing/trace-context.ts';
import type { BeginStatement, Tracing } from '../../kit/tracing/tracing.ts';
import { asStoreFailure, breaksConnection, isLost, tooManyWait } from './failure.ts';

/** Statement is prepared once per connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Caused is work that belongs to a trace, if anybody traces it. */
export interface Caused {
  readonly cause: TraceContext | undefined;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once, beside the one that watches. */
  readonly poolSize: number;
  /** Longest wait for a connection. */
  readonly queueTimeoutMs: number;
  /** After this the server gives a statement up. */
  readonly statementTimeoutMs: number;
  /** Shown by pg_stat_activity. */
  readonly applicationName: string;
  readonly tracing?: Tracing | undefined;
}

const connectTimeoutMs = 2000;
// The server ends a slow statement itself; beyond its time this is for a server that hangs.
const answerGraceMs = 250;
// More could not be served within the time that they may wait.
const waitingPerConnection = 100;
const idleTransactionMs = 15_000;
const watchTimeoutMs = 2000;

/**
 * planOnce has a connection plan each prepared statement once. Every statement finds its rows by index, whatever its
 * values: to plan it for them costs more than to execute it, and one with an array would be planned each time.
 */
export const planOnce = '-c plan_cache_mode=force_generic_plan';

/** Database is a bounded pool of connections; its errors are what a client may be told. */
export class Database {
  readonly #pool: Pool;
  readonly #options: DatabaseOptions;
  readonly #beginSpan: BeginStatement | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#beginSpan = options.tracing?.statements(options.url);
    this.#pool = new Pool({
      ...connectionOptions(options),
      connectionTimeoutMillis: options.queueTimeoutMs,
      max: options.poolSize,
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + answerGraceMs,
      idle_in_transaction_session_timeout: idleTransactionMs,
    });
    // A connection that breaks is replaced when the next is needed, and the watch reports it.
    this.#pool.on('error', ignoreBreak).on('connect', (client) => client.on('error', ignoreBreak));
  }

  /** query runs one statement, a transaction of its own, and gives its rows. */
  query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    if (this.#beginSpan === undefined) return this.#query(statement, values);
    return ended(this.#beginSpan(statement), this.#query<Row>(statement, values));
  }

  /** queryFor runs one statement for several, each of which finds it in its own trace. */
  queryFor<Row extends object>(
    causes: readonly Caused[],
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const begin = this.#beginSpan;
    if (begin === undefined) return this.#query(statement, values);
    const spans = causes.map(({ cause }) => cause && within(cause, () => begin(statement)));
    return spans.reduce((running, span) => ended(span, running), this.#query<Row>(statement, values));
  }

  async #query<Row extends object>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    const client = await this.#connection();
    try {
      const { rows } = await client.query<Row>({ name, text, values: [...values] });
      client.release();
      return rows;
    } catch (error) {
      client.release(breaksConnection(error));
      throw asStoreFailure(error);
    }
  }

  /** transaction commits what `work` did, or rolls it back when it rejects; `begin` may take locks. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, begin = 'BEGIN'): Promise<T> {
    const client = await this.#connection();
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(isLost(error) || !(await isRolledBack(client)));
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

  async #connection(): Promise<PoolClient> {
    if (this.#pool.waitingCount >= this.#options.poolSize * waitingPerConnection) throw tooManyWait();
    return this.#pool.connect().catch((error: unknown) => {
      throw asStoreFailure(error);
    });
  }
}

function ignoreBreak(): void {}

async function isRolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

function connectionOptions({ url, applicationName }: DatabaseOptions) {
  return {
    connectionString: url,
    application_name: applicationName,
    options: planOnce,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

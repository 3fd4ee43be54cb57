import { Client } from 'pg';

export type Row = Readonly<Record<string, string>>;

const connectDeadlineMs = 5_000;

/** query runs one statement on a connection of its own and gives its rows. Rejects with the driver's error. */
export async function query(url: string, statement: string): Promise<Row[]> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectDeadlineMs,
    application_name: 'rehearse',
  });
  // A server that ends the connection while it is idle says so by an event; the next call finds out by itself.
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** errorCode: SQLSTATE or errno of a failed query; empty where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** errorText: what a failed query says, on one line and never empty. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorText(error.errors[0]);
  const text = error instanceof Error ? error.message || errorCode(error) : String(error);
  return text.split('\n', 1)[0] ?? '';
}

/** withDatabase gives the URL of another database of the same server. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { SlowRequest, Stopping } from '../stopping.ts';
import type { DatabaseUrls } from '../subject.ts';
import { untilTrue } from './seed.ts';

const stuckDeadlineMs = 5_000;

/** stopping: bookings drains, and exits with 3 when it is made to give up on that. */
export const stopping: Stopping = {
  forcedExit: '3',
  graceEnvironment: (gracePeriodMs) => ({ GRACE_PERIOD_MS: String(gracePeriodMs) }),
  patientEnvironment: (requestMs) => ({ DATABASE_STATEMENT_TIMEOUT_MS: String(requestMs) }),
  slowRequest,
};

/**
 * slowRequest: a registration whose row another transaction, of ours, has written and not committed. PostgreSQL has
 * the second one wait for the first; nobody else is held up by it.
 */
async function slowRequest(databases: DatabaseUrls): Promise<SlowRequest> {
  const client = new Client({ connectionString: databases('bookings'), application_name: 'rehearse' });
  client.on('error', () => {});
  await client.connect();
  const id = randomUUID();
  await client.query('BEGIN');
  await client.query("INSERT INTO users (id, first, last, age) VALUES ($1, 'Slow', 'Request', 30)", [id]);
  let released: Promise<void> | undefined;
  const release = (): Promise<void> => (released ??= client.end().catch(() => {}));
  return {
    request: {
      method: 'POST',
      path: '/users',
      headers: { 'x-user-id': id },
      body: JSON.stringify({ first: 'Slow', last: 'Request', age: 30 }),
    },
    untilStuck: () => untilTrue('the slow request waits for its lock', stuckDeadlineMs, () => waits(client)),
    release,
    [Symbol.asyncDispose]: release,
  };
}

/**
 * waits: another transaction waits for the end of this connection's. pg_stat_activity would not do: within one
 * transaction it shows for ever what it showed first (PostgreSQL 18, section 27.2.2).
 */
async function waits(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ blocked: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM pg_locks AS ours JOIN pg_locks AS theirs USING (transactionid)
       WHERE ours.pid = pg_backend_pid() AND ours.granted AND NOT theirs.granted
     ) AS blocked`,
  );
  return rows[0]?.blocked ?? false;
}

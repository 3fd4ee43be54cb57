import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { DatabaseUrls } from '../subjects/subject.ts';
import type { Replica } from '../targets/target.ts';
import { type HttpCall, HttpLoop, type LoopResult } from './closed-loop.ts';
import { service } from './kit-cost.ts';
import type { Goal, Row } from './row.ts';
import { type Alternation, type Side, alternate, medianOf } from './sides.ts';
import type { Stand } from './stand.ts';

/** poolSize: connections to the database, on either side. */
const poolSize = 10;
/** atOnce: calls at the same time, on either side: a connection that becomes free finds the next one waiting. */
const atOnce = 2 * poolSize;

/** Comparison: a statement, and the request that runs it. */
interface Comparison {
  readonly what: string;
  readonly statement: string;
  readonly service: 'events' | 'bookings';
  readonly goal?: Goal;
  next(): HttpCall;
}

/**
 * statementShares are the rates that requests reach, as shares of the rates of the statements that they stand for. Both
 * sides are saturated closed loops of twenty, with a pool of ten: over HTTP, directly to one replica; or the statement
 * of the services' source for one request, prepared, through the same driver, in a process that does nothing else. The
 * sides alternate, each on databases of its own: the messages that bare statements write are nobody's to move. The
 * clients of the HTTP side run on the same cores and are part of its rate; CPU time per call of the two processes stands
 * beside. What bookings does after an answer (it moves the outbox to the broker) happens in the same time and counts. No
 * other service runs: what events does with the messages is its own cost. Requests at the same time may share a
 * statement, as they do in production; with ten callers, as many as connections, a request waits for its hop while no
 * other is there to use the connection, and the shares are smaller.
 */
export async function statementShares(stand: Stand, alternation: Alternation): Promise<Row[]> {
  const databases = await stand.databases('requests');
  const bare = await bareStatements(stand, await stand.databases('statements'));
  const rows: Row[] = [];
  for (const comparison of comparisonsOf(stand)) {
    await using end = new AsyncDisposableStack();
    const alone = await stand.start(stand.system(databases, { [comparison.service]: 1 }));
    end.defer(async () => void (await alone.stop({ graceMs: 0 })));
    const [replica] = alone.replicas();
    const loop = end.use(new HttpLoop(replica!.url, atOnce));
    const through: Side = {
      name: comparison.what,
      pid: replica!.pid ?? 0,
      run: (durationMs) => loop.run(() => comparison.next(), { durationMs }),
    };
    const pairs = await alternate([bareSide(bare, comparison, stand), through], alternation);
    rows.push(rowOf(comparison, pairs));
  }
  return rows;
}

function rowOf({ what, goal }: Comparison, pairs: Awaited<ReturnType<typeof alternate>>): Row {
  const rate = (side: 0 | 1) => `${medianOf(pairs, side, 'ratePerSecond').toFixed(0)}/s`;
  const cpu = (side: 0 | 1) => medianOf(pairs, side, 'cpuUs');
  return {
    what: `${what}, of the rate of its statement`,
    unit: '%',
    values: pairs.map(([bare, through]) => (through.ratePerSecond / bare.ratePerSecond) * 100),
    ...(goal && { goal }),
    beside: `${rate(1)} of ${rate(0)}; CPU ${cpu(0).toFixed(0)} → ${cpu(1).toFixed(0)} µs (${((cpu(0) / cpu(1)) * 100).toFixed(0)}%)`,
  };
}

async function bareStatements(stand: Stand, databases: DatabaseUrls): Promise<Replica> {
  const script = '../../reference-services/stores/fixtures/bare-statements.ts';
  const env = {
    EVENTS_URL: databases('events'),
    BOOKINGS_URL: databases('bookings'),
    DATABASE_POOL_SIZE: String(poolSize),
    AT_ONCE: String(atOnce),
  };
  const target = await stand.start({
    entry: 'bare-statements',
    services: [service('bare-statements', script, env)],
  });
  return target.replicas()[0]!;
}

function bareSide({ url, pid = 0 }: Replica, { statement }: Comparison, stand: Stand): Side {
  const { eventIds, userIds } = stand;
  return {
    name: statement,
    pid,
    async run(durationMs) {
      const body = JSON.stringify({ statement, durationMs, eventIds, userIds });
      const { body: answer } = await request(`${url}/rounds`, { method: 'POST', body });
      const result = (await answer.json()) as LoopResult | { readonly error: string };
      if ('error' in result) throw new Error(`${statement}: ${result.error}`);
      return result;
    },
  };
}

function comparisonsOf({ eventIds, userIds }: Stand): Comparison[] {
  let turn = 0;
  const one = (ids: readonly string[]) => ids[(turn += 1) % ids.length] ?? '';
  const booking = (key: Record<string, string>): HttpCall => ({
    method: 'POST',
    path: `/events/${one(eventIds)}/bookings`,
    headers: { 'content-type': 'application/json', 'x-user-id': one(userIds), ...key },
    body: '{"seats":1}',
    status: 201,
  });
  return [
    {
      what: 'GET /events/{id}',
      statement: 'find-event',
      service: 'events',
      goal: { better: 'above', goal: 40, aim: 60 },
      next: () => ({ method: 'GET', path: `/events/${one(eventIds)}`, status: 200 }),
    },
    {
      what: 'a booking',
      statement: 'book',
      service: 'bookings',
      goal: { better: 'above', goal: 50 },
      next: () => booking({}),
    },
    {
      what: 'a booking with Idempotency-Key',
      statement: 'book-once',
      service: 'bookings',
      next: () => booking({ 'idempotency-key': randomUUID() }),
    },
  ];
}

import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as brokerStatements from '../../brokers/postgres/sql.ts';
import { type Platform, startPlatform } from '../../testing/platform.ts';
import * as bookingsStatements from './bookings-sql.ts';
import type { Statement } from './database.ts';
import * as eventsStatements from './events-sql.ts';
import * as sharedStatements from './shared-sql.ts';

const rows = 50_000;
const largeRows = 10_000;

/** Statements that read a whole table on purpose, and why that may be. */
const readAll: Readonly<Record<string, string>> = {
  'audit-seats': 'an audit looks at everything',
  'audit-counts': 'an audit looks at everything',
  'audit-bookings': 'an audit looks at everything',
  'audit-events': 'an audit looks at everything',
  'audit-locations': 'an audit looks at everything',
  'message-counts': 'an audit looks at everything',
  'outbox-pending': 'counts what is usually next to nothing',
  'broker-pending': 'an audit looks at everything',
  'broker-dead-letters': 'an audit looks at everything',
};

const series = `generate_series(1, ${rows}) AS n`;
const uuid = `md5(n::text)::uuid`;

const fillMessages = `
  INSERT INTO outbox (id, name, aggregate_id, body) SELECT ${uuid}, 'eventBooked', ${uuid}, '{}' FROM ${series};
  INSERT INTO inbox SELECT ${uuid}, 'eventBooked', now() - n * interval '1 second' FROM ${series};`;
const fillLocations = (times: string) =>
  `INSERT INTO locations SELECT ${uuid}, 'Club', 'Street', 'Germany' ${times}, '[]' FROM ${series};`;
const fill = {
  events: `${fillLocations(", '20:00', '23:00'")} ${fillMessages}
    INSERT INTO events SELECT ${uuid}, 'Gig ' || n, now(), now() + interval '1 h', ${uuid}, ${uuid}, 1, 'EUR', 9 FROM ${series};
    INSERT INTO event_seats SELECT ${uuid}, 1 FROM ${series};`,
  bookings: `${fillLocations('')} ${fillMessages}
    INSERT INTO users SELECT ${uuid}, 'Ada', 'Byron', 36 FROM ${series};
    INSERT INTO events SELECT ${uuid}, 'Gig', ${uuid}, 'Main', now(), now(), 9, 9 FROM ${series};
    INSERT INTO bookings SELECT ${uuid}, ${uuid}, ${uuid}, 1, now(), NULL FROM ${series};
    INSERT INTO idempotency_keys SELECT ${uuid}, 'key', ${uuid}, now() - n * interval '1 second' FROM ${series};`,
  broker: `
    INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at)
    SELECT queue, ${uuid}, 'eventBooked', md5((n % 5000)::text)::uuid, '{}', now()
    FROM ${series}, unnest('{events,bookings}'::text[]) AS queue;
    INSERT INTO broker.dead_letters
    SELECT queue, id, name, aggregate_id, body, written_at, attempts, 'why', now() FROM broker.messages;`,
};

let platform: Platform;
const clients: Record<string, Client> = {};

beforeAll(async () => {
  platform = await startPlatform();
  const urls = {
    events: platform.events['DATABASE_URL']!,
    bookings: platform.bookings['DATABASE_URL']!,
    broker: platform.broker,
  };
  for (const [name, connectionString] of Object.entries(urls)) {
    const client = new Client({ connectionString });
    clients[name] = client;
    await client.connect();
    await client.query(`${fill[name as keyof typeof fill]} ANALYZE`);
  }
});
afterAll(async () => {
  await Promise.all(Object.values(clients).map((client) => client.end()));
  await platform?.[Symbol.asyncDispose]();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The large tables that a statement would read from end to end, by the plan that fits whatever its values are. */
async function readWhole(client: Client, text: string): Promise<(string | undefined)[]> {
  const { rows: explained } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  );
  const { rows: large } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= ${largeRows}`,
  );
  return nodesOf(explained[0]!['QUERY PLAN'][0]!.Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'])
    .filter((table) => large.some(({ relname }) => relname === table));
}

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'text' in value;
const prepared = Object.entries({
  events: [eventsStatements, sharedStatements],
  bookings: [bookingsStatements, sharedStatements],
  broker: [brokerStatements],
}).flatMap(([database, modules]) =>
  modules
    .flatMap((module) => Object.values(module) as unknown[])
    .filter(isStatement)
    .map(({ name, text }) => ({ database, name, text })),
);
const looked = prepared.filter(({ name }) => !(name in readAll));

test.each(looked)('$database: $name reads no large table from end to end', async ({ database, text }) => {
  expect(await readWhole(clients[database]!, text)).toEqual([]);
});

test('a statement without an index would be noticed', async () => {
  const text = 'SELECT 1 FROM bookings WHERE booked_at = $1';
  expect(await readWhole(clients['bookings']!, text)).toEqual(['bookings']);
});

test('whatever is excepted is prepared under that name', () => {
  expect(
    Object.keys(readAll).filter((name) => !prepared.some((statement) => statement.name === name)),
  ).toEqual([]);
});

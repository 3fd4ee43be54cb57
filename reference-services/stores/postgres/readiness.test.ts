import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, send } from '../../testing/http.ts';
import { succeeded } from '../../testing/platform.ts';
import { type TestPostgres, execute, startPostgres } from '../../testing/postgres.ts';
import { bookingsMigrations } from './bookings-migrations.ts';
import { eventsMigrations } from './events-migrations.ts';
import { brokerMigrations } from '../../brokers/postgres/migrations.ts';
import { lastMigration } from './migrated.ts';
import {
  type RunningService,
  type Variables,
  runCommand,
  startReady,
  startService,
  until,
} from '../../testing/service.ts';

const main = 'bookings/main.ts';
let postgres: TestPostgres;
let broker: string;

beforeAll(async () => {
  postgres = await startPostgres();
  broker = await postgres.createDatabase('broker');
});
afterAll(async () => postgres?.[Symbol.asyncDispose]());

async function freshVariables(name: string): Promise<Variables> {
  return { DATABASE_URL: await postgres.createDatabase(name), BROKER_URL: broker };
}

const readyz = (service: RunningService) => send('GET', `${service.opsUrl}/readyz`);

async function untilReady(service: RunningService): Promise<void> {
  await until('the replica to be ready', async () => (await readyz(service)).status === 200 || undefined);
}

async function untilNotReady(service: RunningService): Promise<Record<string, unknown>> {
  return until('the replica not to be ready', async () => {
    const { status, body } = await readyz(service);
    return status === 503 ? body : undefined;
  });
}

test('an unmigrated database is named by /readyz, and the replica recovers by itself once it is migrated', async () => {
  const variables = await freshVariables('unmigrated');
  await using service = await startService(main, variables);
  const body = await until('the database to be looked at', async () => {
    const answer = (await readyz(service)).body;
    return JSON.stringify(answer).includes('migrat') ? answer : undefined;
  });
  expect(body).toEqual({
    status: 'not-ready',
    reasons: [
      {
        name: 'database',
        detail: `the database lacks migration ${lastMigration(bookingsMigrations)}: run the service's migrate command`,
      },
    ],
  });
  const refused = await send(
    'POST',
    `${service.url}/users`,
    { first: 'A', last: 'B', age: 1 },
    as(randomUUID()),
  );
  expect(refused).toMatchObject({ status: 503, body: { type: 'urn:rehearse:problem:store-unavailable' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  await succeeded(runCommand(main, ['migrate'], variables));
  await service.line('ready');
  await untilReady(service);
  expect(
    (await send('POST', `${service.url}/users`, { first: 'A', last: 'B', age: 1 }, as(randomUUID()))).status,
  ).toBe(201);
});

test('a database that goes away is named by /readyz, requests get 503, and the replica recovers with it', async () => {
  const variables = await freshVariables('leaving');
  await succeeded(runCommand(main, ['migrate'], variables));
  await using service = await startReady(main, variables);
  await send('POST', `${service.url}/users`, { first: 'A', last: 'B', age: 1 }, as(randomUUID()));
  await postgres.end();
  try {
    expect(await untilNotReady(service)).toMatchObject({ reasons: [{ name: 'database' }] });
    const refused = await send(
      'POST',
      `${service.url}/users`,
      { first: 'A', last: 'B', age: 1 },
      as(randomUUID()),
    );
    expect(refused).toMatchObject({ status: 503, body: { type: 'urn:rehearse:problem:store-unavailable' } });
    expect((await send('GET', `${service.opsUrl}/livez`)).status).toBe(200);
  } finally {
    await postgres.start();
  }
  await untilReady(service);
  expect(
    (await send('POST', `${service.url}/users`, { first: 'A', last: 'B', age: 1 }, as(randomUUID()))).status,
  ).toBe(201);
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
});

test('a replica starts without a database and drains without ever having had one', async () => {
  const variables = { DATABASE_URL: 'postgres://ada:very-secret@127.0.0.1:1/none', BROKER_URL: broker };
  await using service = await startService(main, variables);
  const body = await until('the attempt to connect', async () => {
    const answer = (await readyz(service)).body;
    return JSON.stringify(answer).includes('ECONNREFUSED') ? answer : undefined;
  });
  expect(body).toMatchObject({ reasons: [{ name: 'database', detail: 'connect ECONNREFUSED 127.0.0.1:1' }] });
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
  expect(JSON.stringify(service.lines)).not.toContain('very-secret');
});

test('eight migrations of the same databases at once all succeed, and each is executed once', async () => {
  const bookings = await freshVariables('many_bookings');
  const events = {
    ...(await freshVariables('many_events')),
    BROKER_URL: await postgres.createDatabase('many_broker'),
  };
  const runs = [0, 1, 2, 3].flatMap(() => [
    succeeded(runCommand(main, ['migrate'], { ...bookings, BROKER_URL: events.BROKER_URL })),
    succeeded(runCommand('events/main.ts', ['migrate'], events)),
  ]);
  const migrated = (await Promise.all(runs)).map(
    (run) => run['migrated'] as { database: string[]; broker: string[] },
  );
  expect(migrated.flatMap(({ database }) => database).sort()).toEqual(
    [...Object.keys(bookingsMigrations), ...Object.keys(eventsMigrations)].sort(),
  );
  expect(migrated.flatMap(({ broker: executed }) => executed)).toEqual(Object.keys(brokerMigrations));
  expect(await execute(events.BROKER_URL, 'SELECT count(*)::int AS messages FROM broker.messages')).toEqual([
    { messages: 0 },
  ]);
});

test.each([
  [
    'migrate',
    'The database (DATABASE_URL) could not be migrated: connect ECONNREFUSED 127.0.0.1:1. Check that it runs and is the right one.\n',
  ],
  [
    'audit',
    'The database (DATABASE_URL) cannot be read: connect ECONNREFUSED 127.0.0.1:1. Check that it runs and is the right one, and run the migrate command.\n',
  ],
])('%s without a database is one line that says so, and exit code 1', async (command, line) => {
  const variables = { DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none', BROKER_URL: broker };
  expect(await runCommand(main, [command], variables)).toEqual({ code: 1, stdout: '', stderr: line });
});

test('a replica without DATABASE_URL says so and exits 2', async () => {
  const { code, stderr } = await runCommand(main, ['serve'], { BROKER_URL: broker });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'DATABASE_URL is not set: it must be a URL, postgres:// or postgresql://. Set it and start again.\n',
  });
});

import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { as, send } from '../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform, succeeded } from '../testing/platform.ts';
import { execute } from '../testing/postgres.ts';
import { PostgresBroker } from './postgres/postgres-broker.ts';
import { type RunningService, type Variables, runCommand, startReady, until } from '../testing/service.ts';

let platform: Platform;
const running: RunningService[] = [];

beforeAll(async () => {
  platform = await startPlatform();
});
beforeEach(async () => {
  await execute(platform.broker, 'TRUNCATE broker.messages, broker.dead_letters');
  await execute(platform.events['DATABASE_URL']!, 'TRUNCATE event_seats, inbox');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service[Symbol.asyncDispose]()));
});
afterAll(async () => platform?.[Symbol.asyncDispose]());

async function start(service: 'events' | 'bookings', variables: Variables = {}): Promise<RunningService> {
  const started = await startReady(`${service}/main.ts`, { ...platform[service], ...variables });
  running.push(started);
  return started;
}

const eventsDatabase = (text: string) => execute(platform.events['DATABASE_URL']!, text);

const putAside =
  'message is put aside: correct its publisher or teach its consumer, then run the replay command';

interface Counted {
  readonly consumed: Readonly<Record<string, number>>;
}

interface Sent {
  readonly eventId: string;
  readonly name?: string;
  readonly seats?: unknown;
}

/** Writes messages into the broker, as the relay of bookings does, and gives their ids. */
async function publish(messages: readonly Sent[]): Promise<string[]> {
  const ids = messages.map(() => newId());
  const rows = messages.map(({ eventId, name = 'eventBooked', seats = 1 }, n) => {
    const body = JSON.stringify({ bookingId: newId(), eventId, userId: newId(), seats });
    return `('events', '${ids[n]}', '${name}', '${eventId}', '${body}', now())`;
  });
  const columns = 'queue, id, name, aggregate_id, body, written_at';
  await execute(
    platform.broker,
    `INSERT INTO broker.messages (${columns}) VALUES ${rows.join(', ')}; NOTIFY broker_events`,
  );
  return ids;
}

const publishBooked = (eventIds: readonly string[]) => publish(eventIds.map((eventId) => ({ eventId })));

const seatsTaken = async (eventId: string) =>
  (await eventsDatabase(`SELECT seats_taken FROM event_seats WHERE event_id = '${eventId}'`))[0]?.[
    'seats_taken'
  ];
const consumed = async () =>
  (await eventsDatabase('SELECT message_id FROM inbox ORDER BY message_id')).map((row) => row['message_id']);
const inBroker = async () => execute(platform.broker, 'SELECT id, attempts FROM broker.messages ORDER BY id');
const deadLetters = async () =>
  execute(platform.broker, 'SELECT id, attempts, reason FROM broker.dead_letters ORDER BY id');
const brokerEmpty = async () => (await inBroker()).length === 0 || undefined;

/** Holds up every consumer that counts a seat of this event, until it is let go. */
async function holdUp(eventId: string) {
  const client = new Client({ connectionString: platform.events['DATABASE_URL']! });
  await client.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO event_seats VALUES ($1, 0)', [eventId]);
  const waiting = async () =>
    (await eventsDatabase(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).length > 0 ||
    undefined;
  return {
    untilWaitedFor: () => until('a consumer to wait', waiting),
    letGo: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

test('what is created in events can be booked, and what is booked or cancelled shows in its seatsLeft', async () => {
  const [events, bookings] = [await start('events'), await start('bookings')];
  const { body: location } = await send('POST', `${events.url}/locations`, {
    name: 'Club',
    address: 'Street 1',
    country: 'Germany',
    openTime: '20:00',
    closeTime: '04:00',
    halls: [{ name: 'Floor', capacity: 100 }],
  });
  const { halls } = location as unknown as { halls: { id: string }[] };
  const { body: event } = await send('POST', `${events.url}/events`, {
    name: 'Gig',
    start: '2028-01-01T20:00:00Z',
    end: '2028-01-01T22:00:00Z',
    locationId: location['id'],
    hallId: halls[0]!.id,
    price: { amount: 1000, currency: 'EUR' },
  });
  const user = as(newId());
  await send('POST', `${bookings.url}/users`, { first: 'A', last: 'B', age: 30 }, user);
  const book = () =>
    send('POST', `${bookings.url}/events/${String(event['id'])}/bookings`, { seats: 3 }, user);
  const booked = await until('the event to be bookable', async () => {
    const answer = await book();
    return answer.status === 201 ? answer : undefined;
  });
  await book();
  const seatsLeft = async (seats: number) => {
    const { body } = await send('GET', `${events.url}/events/${String(event['id'])}`);
    return body['seatsLeft'] === seats || undefined;
  };
  await until('both bookings to show', () => seatsLeft(94));
  await send('DELETE', `${bookings.url}/bookings/${String(booked.body['id'])}`, undefined, user);
  await until('the cancellation to show', () => seatsLeft(97));

  const audits = [await auditOf('bookings', platform.bookings), await auditOf('events', platform.events)];
  expect(audits[0]).toMatchObject({
    outboxPending: 0,
    brokerPending: 0,
    messages: {
      published: { eventBooked: 2, bookingCancelled: 1 },
      consumed: { eventCreated: 1, locationCreated: 1 },
    },
  });
  expect(audits[1]).toMatchObject({
    events: 1,
    locations: 1,
    eventSeats: [{ eventId: event['id'], capacity: 100, seatsLeft: 97 }],
    messages: {
      published: { eventCreated: 1, locationCreated: 1 },
      consumed: { eventBooked: 2, bookingCancelled: 1 },
    },
  });
  const metrics = await (await fetch(`${bookings.opsUrl}/metrics`)).text();
  expect(metrics).toMatch(/^messages_published_total\{name="eventBooked"\} 2$/m);
  expect(metrics).toMatch(/^message_delivery_duration_seconds_count\{name="eventCreated"\} 1$/m);
  expect(metrics).toMatch(/^outbox_pending 0$/m);
});

test('a consumer that is killed half-way has its messages delivered again, and each still counts once', async () => {
  const [counted, held] = [newId(), newId()];
  const first = await start('events');
  const obstacle = await holdUp(held);
  const ids = await publishBooked([...Array.from({ length: 10 }, () => counted), held, counted, counted]);
  await obstacle.untilWaitedFor();
  first.kill('SIGKILL');
  await first.exited;
  // Ten had their effect already, and are still in the broker.
  expect(await seatsTaken(counted)).toBe(10);
  expect(await consumed()).toEqual(ids.slice(0, 10));
  expect((await inBroker()).map(({ id }) => id)).toEqual(ids);

  await obstacle.letGo();
  await start('events');
  await until('the broker to be empty', brokerEmpty);
  expect(await seatsTaken(counted)).toBe(12);
  expect(await seatsTaken(held)).toBe(1);
  expect(await consumed()).toEqual(ids);
});

test('a consumer that is drained finishes the message in work and gives back the ones behind it, untried', async () => {
  const [held, behind] = [newId(), newId()];
  const service = await start('events');
  const obstacle = await holdUp(held);
  const ids = await publishBooked([held, behind, behind]);
  await obstacle.untilWaitedFor();
  service.kill('SIGTERM');
  await service.line('stopping');
  await until(
    'not ready',
    async () => (await send('GET', `${service.opsUrl}/readyz`)).status === 503 || undefined,
  );
  // The public port is closed before the consumer is drained.
  await until('the public port to close', async () => {
    const open = await fetch(service.url).then(
      () => true,
      () => false,
    );
    return !open || undefined;
  });
  await obstacle.letGo();
  expect((await service.exited).code).toBe(0);
  expect(await consumed()).toEqual([ids[0]]);
  expect(await inBroker()).toEqual(ids.slice(1).map((id) => ({ id, attempts: 0 })));
});

test('several replicas share a queue, and each message counts once', async () => {
  const eventIds = [newId(), newId(), newId()];
  await Promise.all([start('events'), start('events'), start('events')]);
  await publishBooked(Array.from({ length: 300 }, (_, n) => eventIds[n % 3]!));
  await until('the broker to be empty', brokerEmpty);
  expect(await Promise.all(eventIds.map(seatsTaken))).toEqual([100, 100, 100]);
});

test('a replica that is held up leaves the rest of the queue to the others', async () => {
  const [held, counted] = [newId(), newId()];
  await start('events');
  const obstacle = await holdUp(held);
  const [id] = await publishBooked([held]);
  await obstacle.untilWaitedFor();
  await start('events');
  await publishBooked([counted]);
  await until('the other replica to consume it', async () => (await seatsTaken(counted)) === 1 || undefined);
  expect(await inBroker()).toEqual([{ id, attempts: 0 }]);
  await obstacle.letGo();
  await until('the broker to be empty', brokerEmpty);
});

test('a message that is published again while it waits is delivered once', async () => {
  const eventId = newId();
  const broker = new PostgresBroker({ url: platform.broker, applicationName: 'test' });
  const body = { bookingId: newId(), eventId, userId: newId(), seats: 1 };
  const message = { id: newId(), name: 'eventBooked' as const, aggregateId: eventId, body };
  const written = { ...message, writtenAt: new Date().toISOString() };
  await broker.publish([written]);
  await broker.publish([written, { ...written, id: newId() }]);
  expect(await broker.pending()).toBe(2);
  await broker.close();
});

test('a message that is published again after it was consumed has no effect, and its consumer counts that', async () => {
  const service = await start('events');
  const repeated = async () =>
    /^messages_repeated_total\{name="eventBooked"\} (\d+)$/m.exec(
      await (await fetch(`${service.opsUrl}/metrics`)).text(),
    )?.[1];
  expect(await repeated()).toBe('0');
  const eventId = newId();
  const [id] = await publishBooked([eventId]);
  await until('the message to be consumed', brokerEmpty);
  const body = JSON.stringify({ bookingId: newId(), eventId, userId: newId(), seats: 1 });
  await execute(
    platform.broker,
    `INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at)
     VALUES ('events', '${id}', 'eventBooked', '${eventId}', '${body}', now()); NOTIFY broker_events`,
  );
  await until('it to be consumed again', brokerEmpty);
  expect(await repeated()).toBe('1');
  expect(await seatsTaken(eventId)).toBe(1);
});

test('a cancellation that overtakes its booking leaves the seats right in the end', async () => {
  const eventId = newId();
  await start('events');
  await publish([{ eventId, name: 'bookingCancelled', seats: 4 }]);
  await until('the cancellation', async () => (await seatsTaken(eventId)) === -4 || undefined);
  await publish([{ eventId, name: 'eventBooked', seats: 4 }]);
  await until('the broker to be empty', brokerEmpty);
  expect(await seatsTaken(eventId)).toBe(0);
});

test('a message that nobody understands is put aside and logged, and the ones behind it are consumed', async () => {
  const eventId = newId();
  const service = await start('events');
  const [id] = await publish([{ eventId, seats: 'many' }, { eventId }]);
  const line = await service.line(putAside);
  expect(line).toMatchObject({ id, name: 'eventBooked' });
  await until('the other one', async () => (await seatsTaken(eventId)) === 1 || undefined);
  await publish([{ eventId }]);
  await until('one more', async () => (await seatsTaken(eventId)) === 2 || undefined);
  expect(await inBroker()).toEqual([]);
  expect(await deadLetters()).toEqual([{ id, attempts: 1, reason: 'its body is not understood' }]);
});

test('a message whose effect fails is tried again, and the ones behind it need not wait', async () => {
  const [failing, behind] = [newId(), newId()];
  await eventsDatabase(`ALTER TABLE event_seats ADD CONSTRAINT refuse CHECK (event_id <> '${failing}')`);
  const service = await start('events');
  await publishBooked([failing, behind]);
  await service.line('message failed; it comes again', ({ attempts }) => Number(attempts) > 0);
  expect(await seatsTaken(behind)).toBe(1);
  await eventsDatabase('ALTER TABLE event_seats DROP CONSTRAINT refuse');
  await until('the broker to be empty', brokerEmpty);
  expect(await seatsTaken(failing)).toBe(1);
});

test('while the broker is away bookings are taken, a warning says so, and their messages follow later', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  await execute(platform.broker, 'ALTER TABLE broker.messages RENAME TO away');
  const service = await start('bookings');
  const { status } = await send(
    'POST',
    `${service.url}/events/${eventId}/bookings`,
    { seats: 2 },
    as(userId),
  );
  expect(status).toBe(201);
  const { body } = await until('the warnings', async () => {
    const answer = await send('GET', `${service.opsUrl}/readyz`);
    return (answer.body['warnings'] as unknown[] | undefined)?.length === 2 ? answer : undefined;
  });
  expect(body).toMatchObject({ status: 'ready', warnings: [{ name: 'outbox' }, { name: 'broker' }] });
  await until(
    'outbox_pending to show it',
    async () =>
      (await (await fetch(`${service.opsUrl}/metrics`)).text()).includes('\noutbox_pending 1\n') || undefined,
  );
  await execute(platform.broker, 'ALTER TABLE broker.away RENAME TO messages');
  await until('the message', async () => (await inBroker()).length === 1 || undefined);
  await until(
    'no warning',
    async () => !(await send('GET', `${service.opsUrl}/readyz`)).body['warnings'] || undefined,
  );
});

test('a replica that is drained leaves nothing in the outbox', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const service = await start('bookings', { DRAIN_DELAY_MS: '0' });
  await Promise.all(
    [1, 2, 3].map((seats) =>
      send('POST', `${service.url}/events/${eventId}/bookings`, { seats }, as(userId)),
    ),
  );
  service.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
  const { outboxPending, brokerPending } = await auditOf('bookings', platform.bookings);
  expect({ outboxPending, brokerPending }).toEqual({ outboxPending: 0, brokerPending: 3 });
});

test('a message that fails time and again becomes a dead letter with its reason, and replay brings it back', async () => {
  const eventId = newId();
  await eventsDatabase(`ALTER TABLE event_seats ADD CONSTRAINT refuse CHECK (seats_taken <> 3)`);
  const service = await start('events');
  const [failing, behind] = await publish([
    { eventId, seats: 3 },
    { eventId, seats: 4 },
  ]);
  await service.line('message failed; it comes again');
  // What is behind it in the same aggregate waits.
  expect((await inBroker()).map(({ id }) => id)).toEqual([failing, behind]);
  await execute(platform.broker, `UPDATE broker.messages SET attempts = 9 WHERE id = '${failing}'`);
  expect(await service.line(putAside)).toMatchObject({ id: failing });
  await until('the one behind it', async () => (await seatsTaken(eventId)) === 4 || undefined);
  expect(await deadLetters()).toMatchObject([
    { id: failing, attempts: 10, reason: expect.stringContaining('"refuse"') as string },
  ]);
  expect(await auditOf('bookings', platform.bookings)).toMatchObject({
    brokerPending: 1,
    brokerDeadLetters: 1,
  });

  await eventsDatabase('ALTER TABLE event_seats DROP CONSTRAINT refuse');
  const replay = () => succeeded(runCommand('events/main.ts', ['replay'], platform.events));
  expect(await replay()).toEqual({ service: 'events', replayed: 1 });
  await until('its effect', async () => (await seatsTaken(eventId)) === 7 || undefined);
  await until('the broker to be empty', brokerEmpty);
  expect([await deadLetters(), await replay()]).toEqual([[], { service: 'events', replayed: 0 }]);
});

test('tables do not grow: what was delivered is gone, receipts are swept, and all stays counted', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 1000);
  const before = (await auditOf('events', platform.events))['messages'] as Counted;
  const bookings = await start('bookings');
  await start('events', { MESSAGE_RECEIPT_TTL: '1' });
  const booking = () =>
    send('POST', `${bookings.url}/events/${eventId}/bookings`, { userId, seats: 1 }, as(userId));
  for (let n = 0; n < 10; n += 1) await Promise.all(Array.from({ length: 20 }, booking));
  await until('all to be consumed', async () => (await seatsTaken(eventId)) === 200 || undefined);
  await until('receipts to be swept', async () => (await consumed()).length === 0 || undefined);
  await until('the broker to be empty', brokerEmpty);
  const { outboxPending } = await auditOf('bookings', platform.bookings);
  const { messages } = (await auditOf('events', platform.events)) as { messages: Counted };
  expect(outboxPending).toBe(0);
  expect(messages.consumed['eventBooked']! - (before.consumed['eventBooked'] ?? 0)).toBe(200);
});

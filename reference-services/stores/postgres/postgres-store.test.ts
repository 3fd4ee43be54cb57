import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { activeTrace, within } from '../../kit/tracing/trace-context.ts';
import type { Tracing, WorkSpan } from '../../kit/tracing/tracing.ts';
import { type Platform, addBookable, startPlatform } from '../../testing/platform.ts';
import { execute } from '../../testing/postgres.ts';
import type { DatabaseOptions } from './database.ts';
import { PostgresBookingsStore } from './bookings-store.ts';

let platform: Platform;
let url: string;
let store: PostgresBookingsStore;

beforeAll(async () => {
  platform = await startPlatform();
  url = platform.bookings['DATABASE_URL']!;
  store = openStore({ poolSize: 4 });
});
afterAll(async () => {
  await store?.close();
  await platform?.[Symbol.asyncDispose]();
});

function openStore(options: Partial<DatabaseOptions>): PostgresBookingsStore {
  const limits = { poolSize: 1, queueTimeoutMs: 2000, statementTimeoutMs: 5000 };
  return new PostgresBookingsStore({ url, applicationName: 'test', ...limits, ...options });
}

async function bookOne(): Promise<string> {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const messageId = newId();
  await store.book({ id: newId(), eventId, userId, seats: 1 }, messageId);
  return messageId;
}

test('messages stay in the outbox when they cannot be published, and are counted once when they are', async () => {
  const messageId = await bookOne();
  const refuse = () => Promise.reject(new Error('broker is away'));
  await expect(store.outbox.move(10, refuse)).rejects.toThrow('broker is away');
  expect(await store.outbox.pending()).toBe(1);
  const moved = await store.outbox.move(10, () => Promise.resolve());
  expect(moved).toMatchObject([{ id: messageId, name: 'eventBooked', body: { seats: 1 } }]);
  expect(await store.outbox.pending()).toBe(0);
  expect((await store.messageCounts()).published).toEqual({ eventBooked: 1 });
});

test('two that empty the same outbox at once never move the same message', async () => {
  await Promise.all(Array.from({ length: 30 }, bookOne));
  const publish = () => Promise.resolve();
  const both = await Promise.all([store.outbox.move(15, publish), store.outbox.move(15, publish)]);
  const ids = both.flat().map(({ id }) => id);
  expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
});

test('a booking, its seats and its message are written together or not at all', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const [id, messageId] = [newId(), newId()];
  await store.book({ id, eventId, userId, seats: 1 }, messageId);
  // The same message id again: its outbox row cannot be written, and so nothing else is.
  await expect(store.book({ id: newId(), eventId, userId, seats: 1 }, messageId)).rejects.toThrow(
    'outbox_pkey',
  );
  const [event] = await execute(url, `SELECT seats_left FROM events WHERE id = '${eventId}'`);
  const bookings = await execute(url, `SELECT id FROM bookings WHERE event_id = '${eventId}'`);
  expect({ event, bookings }).toEqual({ event: { seats_left: 9 }, bookings: [{ id }] });
});

/** What became of wishes for `seats` of one event that come all at once, in their order. */
async function bookAtOnce(eventId: string, userId: string, seats: readonly number[], key?: () => string) {
  const wishes = seats.map((wanted) => ({ id: newId(), eventId, userId, seats: wanted }));
  return Promise.all(wishes.map((wish) => store.book(wish, newId(), key?.())));
}

test('wishes that come at once share a transaction, and are answered each its own', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 100);
  const outcomes = await bookAtOnce(eventId, userId, [1, 2, 3, 4, 5, 6], newId);
  expect(outcomes.map((made) => 'booking' in made && made.booking.seats)).toEqual([1, 2, 3, 4, 5, 6]);
  const made = await execute(url, `SELECT DISTINCT xmin FROM bookings WHERE event_id = '${eventId}'`);
  expect(made).toHaveLength(1);
  const told = await execute(
    url,
    `SELECT body->'seats' AS seats FROM outbox WHERE aggregate_id = '${eventId}' ORDER BY position`,
  );
  expect(told.map(({ seats }) => seats)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a statement that wishes share is seen in the trace of each', async () => {
  const seen: string[] = [];
  const begin = ({ name }: { readonly name: string }) => {
    const { traceparent } = activeTrace()!;
    return { end: () => seen.push(`${traceparent} ${name}`) } as unknown as WorkSpan;
  };
  const tracing = { statements: () => begin } as unknown as Tracing;
  const traced = openStore({ poolSize: 4, tracing });
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const wish = { eventId, userId, seats: 1 };
  const bookIn = (traceparent: string) =>
    within({ traceparent }, () => traced.book({ id: newId(), ...wish }, newId()));
  await Promise.all(['a', 'b', 'c'].map(bookIn));
  expect(seen.toSorted()).toEqual(['a book-all', 'b book-all', 'c book-all']);
  await traced.close();
});

test('among wishes that come at once the first get the seats, and a small one what a large one leaves', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const outcomes = await bookAtOnce(eventId, userId, [4, 9, 1, 1]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['booked', 'sold_out', 'booked', 'booked']);
  const [event] = await execute(url, `SELECT seats_left FROM events WHERE id = '${eventId}'`);
  expect(event).toEqual({ seats_left: 4 });
});

test('wishes that come at once fail each for its own reason', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const wish = { id: newId(), eventId, userId, seats: 1 };
  const outcomes = await Promise.all([
    store.book({ ...wish, eventId: newId() }, newId()),
    store.book({ ...wish, userId: newId() }, newId()),
    store.book({ ...wish, seats: 11 }, newId()),
    store.book(wish, newId()),
  ]);
  const reasons = outcomes.map(({ outcome }) => outcome);
  expect(reasons).toEqual(['event_not_found', 'user_not_found', 'sold_out', 'booked']);
});

test('the same key twice among wishes that come at once books once, and costs the others nothing', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 100);
  const keys = ['once', 'other', 'once'];
  const outcomes = await bookAtOnce(eventId, userId, [1, 1, 1], () => keys.pop()!);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['booked', 'booked', 'repeated']);
  const again = await bookAtOnce(eventId, userId, [1, 2], () => 'once');
  expect(again.map(({ outcome }) => outcome)).toEqual(['repeated', 'key_reused']);
  const [event] = await execute(url, `SELECT seats_left FROM events WHERE id = '${eventId}'`);
  expect(event).toEqual({ seats_left: 98 });
});

test('wishes for an event whose row is locked hold up those for another only briefly', async () => {
  const [locked, free] = [
    await addBookable(platform.bookings, 100),
    await addBookable(platform.bookings, 100),
  ];
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query(`BEGIN; SELECT FROM events WHERE id = '${locked.eventId}' FOR UPDATE`);
  const stuck = bookAtOnce(locked.eventId, locked.userId, [1, 1, 1]);
  const passed = await bookAtOnce(free.eventId, free.userId, [1, 1, 1]);
  expect(passed.map(({ outcome }) => outcome)).toEqual(['booked', 'booked', 'booked']);
  await holder.end();
  expect((await stuck).map(({ outcome }) => outcome)).toEqual(['booked', 'booked', 'booked']);
});

test('a message that comes again has no second effect', async () => {
  const event = {
    id: newId(),
    name: 'Gig',
    locationId: newId(),
    hall: 'Main',
    start: new Date(),
    end: new Date(),
    capacity: 5,
  };
  const receipt = { id: newId(), name: 'eventCreated' as const };
  expect(await store.keepEvent(receipt, event)).toBe('applied');
  expect(await store.keepEvent(receipt, { ...event, capacity: 500 })).toBe('repeated');
  expect(await execute(url, `SELECT capacity FROM events WHERE id = '${event.id}'`)).toEqual([
    { capacity: 5 },
  ]);
});

test('receipts that are forgotten stay counted', async () => {
  const location = { id: newId(), name: 'Club', address: 'Street 1', country: 'Germany', halls: [] };
  for (let n = 0; n < 3; n += 1) await store.keepLocation({ id: newId(), name: 'locationCreated' }, location);
  const later = new Date(Date.now() + 60_000);
  expect([await store.forgetConsumed(later, 3), await store.forgetConsumed(later, 3)]).toEqual([3, 1]);
  await store.keepLocation({ id: newId(), name: 'locationCreated' }, location);
  expect(await execute(url, 'SELECT name FROM inbox')).toEqual([{ name: 'locationCreated' }]);
  expect((await store.messageCounts()).consumed).toMatchObject({ locationCreated: 4 });
});

test('when the connection breaks half-way, the client is told that the outcome is not known', async () => {
  await bookOne();
  const breakConnection = async () => {
    await execute(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE state = 'idle in transaction' AND datname = current_database()`,
    );
  };
  const moving = store.outbox.move(10, breakConnection);
  const detail = expect.stringContaining('Whether it was done is not known') as string;
  await expect(moving).rejects.toMatchObject({ details: { status: 503, detail }, retryAfterSeconds: 1 });
  expect(await store.outbox.pending()).toBeGreaterThan(0);
});

test('when all connections are taken for too long, the client is told that nothing was done', async () => {
  const narrow = openStore({ poolSize: 1, queueTimeoutMs: 100 });
  const connected = async () => await narrow.findUser(newId()).then(() => true, String);
  await expect.poll(connected, { timeout: 10_000 }).toBe(true);
  await bookOne();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const moving = narrow.outbox.move(1, () => held);
  await expect(narrow.findUser(newId())).rejects.toMatchObject({
    details: { status: 503, type: 'urn:rehearse:problem:store-unavailable' },
    retryAfterSeconds: 1,
  });
  release();
  await moving;
  await narrow.close();
});

test('when too many wait for a connection already, the next one is refused at once', async () => {
  const narrow = openStore({ poolSize: 1, queueTimeoutMs: 60_000 });
  await bookOne();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const moving = narrow.outbox.move(1, () => held);
  const waiting = Array.from({ length: 100 }, () => narrow.findUser(newId()));
  await expect(narrow.findUser(newId())).rejects.toMatchObject({
    details: { status: 503 },
    retryAfterSeconds: 1,
  });
  release();
  await moving;
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => undefined));
  await narrow.close();
});

test('where the server only reads, as after a failover, who writes is told that nothing was done', async () => {
  const standby = openStore({ url: `${url}?options=-c%20default_transaction_read_only%3Don` });
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const wish = { id: newId(), eventId, userId, seats: 1 };
  await expect(standby.book(wish, newId(), 'key')).rejects.toMatchObject({
    details: { status: 503, detail: 'Nothing was done; try again.' },
    retryAfterSeconds: 1,
  });
  expect(await standby.findUser(userId)).toMatchObject({ id: userId });
  await standby.close();
});

test('a statement that the server refuses costs no connection', async () => {
  const narrow = openStore({ poolSize: 1, applicationName: 'refused' });
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const messageId = newId();
  const book = () => narrow.book({ id: newId(), eventId, userId, seats: 1 }, messageId);
  const connections = () =>
    execute(url, `SELECT pid FROM pg_stat_activity WHERE application_name = 'refused'`);
  await book();
  const before = await connections();
  await expect(book()).rejects.toThrow('outbox_pkey');
  await narrow.findUser(userId);
  expect([before.length, await connections()]).toEqual([1, before]);
  await narrow.close();
});

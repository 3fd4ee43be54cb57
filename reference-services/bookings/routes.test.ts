import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { as, holdAnswersTo, send } from '../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform } from '../testing/platform.ts';
import { type RunningService, runCommand, startReady } from '../testing/service.ts';

const unknownId = '01890000-0000-7000-8000-000000000000';
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let platform: Platform;
let service: RunningService;
let eventId: string;
let userId: string;

holdAnswersTo('bookings');
beforeAll(async () => {
  platform = await startPlatform();
  service = await startReady('bookings/main.ts', platform.bookings);
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  ({ eventId, userId } = await addBookable(platform.bookings, 12));
});

const ask = (method: string, path: string, body?: unknown, user = userId) =>
  send(method, service.url + path, body, as(user));

const book = (seats: unknown, more: object = {}) =>
  ask('POST', `/events/${eventId}/bookings`, { seats, ...more });

async function seatsOf(id: string) {
  const { eventSeats } = (await auditOf('bookings', platform.bookings)) as {
    eventSeats: { eventId: string }[];
  };
  return eventSeats.find((event) => event.eventId === id);
}

const ada = { first: 'Ada', last: 'Byron', age: 36 };

test('a user registers under the id that the gateway tells, and is found where Location says', async () => {
  const newUserId = randomUUID();
  const { status, headers, body } = await ask('POST', '/users', ada, newUserId);
  expect(status).toBe(201);
  expect(body).toEqual({ id: newUserId, ...ada });
  expect((await ask('GET', String(headers.get('location')), undefined, newUserId)).body).toEqual(body);
});

test('a booking takes its seats, and is found where Location says and in the list of its user', async () => {
  const { status, headers, body } = await book(4);
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(uuidV7) as string,
    eventId,
    userId,
    seats: 4,
    status: 'active',
    bookedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
  });
  expect((await ask('GET', String(headers.get('location')))).body).toEqual(body);
  expect((await ask('GET', `/users/${userId}/bookings`)).body).toEqual({
    items: [body],
    nextCursor: null,
  });
  expect(await seatsOf(eventId)).toEqual({ eventId, capacity: 12, seatsLeft: 8, seatsBooked: 4 });
});

test('when too few seats are left nothing is taken, and a smaller wish may still come true', async () => {
  await book(10);
  const refused = await book(3);
  expect(refused.status).toBe(409);
  expect(refused.body['type']).toBe('urn:rehearse:problem:sold-out');
  expect((await book(2)).status).toBe(201);
  expect(await seatsOf(eventId)).toMatchObject({ seatsLeft: 0, seatsBooked: 12 });
});

test('cancelling frees the seats exactly once, however often it is asked for at the same time', async () => {
  const { body } = await book(5);
  await book(1);
  const cancel = () => ask('DELETE', `/bookings/${String(body['id'])}`);
  const answers = await Promise.all(Array.from({ length: 20 }, cancel));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 204));
  expect(await seatsOf(eventId)).toMatchObject({ seatsLeft: 11, seatsBooked: 1 });
  const { body: cancelled } = await ask('GET', `/bookings/${String(body['id'])}`);
  expect(cancelled).toEqual({ ...body, status: 'cancelled' });
});

test("a user's bookings come page by page, cancelled ones too", async () => {
  const booked: unknown[] = [];
  for (let n = 0; n < 5; n += 1) booked.push((await book(1)).body['id']);
  await ask('DELETE', `/bookings/${String(booked[1])}`);
  const page = (cursor: string) => ask('GET', `/users/${userId}/bookings?limit=3${cursor}`);
  const first = (await page('')).body as unknown as {
    items: { id: string; status: string }[];
    nextCursor: string;
  };
  const second = (await page(`&cursor=${first.nextCursor}`)).body as unknown as typeof first;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(booked);
  expect(first.items.map(({ status }) => status)).toEqual(['active', 'cancelled', 'active']);
  expect(second.nextCursor).toBeNull();
});

describe('an unusable request is refused with a problem that says what is wrong', () => {
  const user = (wrong: object) => () => ask('POST', `/users`, { first: 'A', last: 'B', age: 1, ...wrong });

  test.each([
    ['no seats', () => book(0), 'body.seats'],
    ['11 seats', () => book(11), 'body.seats'],
    ['half a seat', () => book(1.5), 'body.seats'],
    ['seats in words', () => book('2'), 'body.seats'],
    ['fewer than no seats', () => book(-1), 'body.seats'],
    ['a user that is no id', () => book(1, { userId: 'x' }), 'body.userId'],
    ['an unknown field', () => book(1, { price: 0 }), 'body'],
    ['a body that is a list', () => ask('POST', `/events/${eventId}/bookings`, [1]), 'body'],
    ['an event that is no id', () => ask('POST', `/events/x/bookings`, { seats: 1 }), 'params.eventId'],
    ['a booking that is no id', () => ask('GET', `/bookings/x`), 'params.id'],
    ['a cancellation that is no id', () => ask('DELETE', `/bookings/x`), 'params.id'],
    ['a page size of 1e9', () => ask('GET', `/users/${userId}/bookings?limit=1000000000`), 'query.limit'],
    ['a page size of -1', () => ask('GET', `/users/${userId}/bookings?limit=-1`), 'query.limit'],
    ['NUL in a name', user({ first: '\0' }), 'body.first'],
    ['an age of 151', user({ age: 151 }), 'body.age'],
    ['an age in words', user({ age: 'old' }), 'body.age'],
  ])('%s', async (_name, wrong, path) => {
    const { status, body } = await wrong();
    expect(body).toMatchObject({ type: 'urn:rehearse:problem:invalid-request', status: 400 });
    expect(body['errors']).toEqual([{ path, message: expect.any(String) as string }]);
    expect(status).toBe(400);
  });

  test.each([
    ['an unknown event', () => ask('POST', `/events/${unknownId}/bookings`, { seats: 1 }), 'event'],
    [
      'a user who has not registered',
      () => ask('POST', `/events/${eventId}/bookings`, { seats: 1 }, unknownId),
      'user',
    ],
    ['an unknown booking', () => ask('GET', `/bookings/${unknownId}`), 'booking'],
    ['the cancellation of an unknown booking', () => ask('DELETE', `/bookings/${unknownId}`), 'booking'],
    [
      'the bookings of an unknown user',
      () => ask('GET', `/users/${unknownId}/bookings`, undefined, unknownId),
      'user',
    ],
    ['an unknown user in the path', () => ask('GET', `/users/${unknownId}`, undefined, unknownId), 'user'],
  ])('%s', async (_name, wrong, what) => {
    const { status, body } = await wrong();
    expect(body).toMatchObject({ type: `urn:rehearse:problem:${what}-not-found`, status: 404 });
    expect(status).toBe(404);
    expect(await seatsOf(eventId)).toMatchObject({ seatsLeft: 12 });
  });
});

describe('identity', () => {
  test('a user who registers again gets the first answer; with other values it is refused', async () => {
    const id = randomUUID();
    const register = (user: object) => ask('POST', '/users', user, id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(ada)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    for (const { headers, body } of answers) {
      expect([headers.get('location'), body]).toEqual([`/users/${id}`, { id, ...ada }]);
    }
    const other = await register({ ...ada, age: 37 });
    expect([other.status, other.body['type']]).toEqual([409, 'urn:rehearse:problem:user-differs']);
    expect((await ask('GET', `/users/${id}`, undefined, id)).body).toEqual({ id, ...ada });
  });

  test("a booking is the caller's, whom the body may name too", async () => {
    const named = await book(1, { userId: userId.toUpperCase() });
    expect([named.status, named.body['userId']]).toEqual([201, userId]);
  });

  const everyRoute = [
    ['POST', '/users'],
    ['GET', `/users/${unknownId}`],
    ['GET', `/users/${unknownId}/bookings`],
    ['POST', `/events/${unknownId}/bookings`],
    ['GET', `/bookings/${unknownId}`],
    ['DELETE', `/bookings/${unknownId}`],
  ] as const;

  test.each(everyRoute)(
    '%s %s is refused when nobody is named, or nothing that is an id',
    async (method, path) => {
      for (const headers of [{}, as(''), as('ada'), as(`${unknownId}, ${unknownId}`)]) {
        const { status, headers: told, body } = await send(method, service.url + path, undefined, headers);
        expect([status, told.get('www-authenticate')]).toEqual([401, 'Bearer realm="booking platform"']);
        expect(body).toMatchObject({ type: 'urn:rehearse:problem:no-user', status: 401 });
      }
    },
  );

  test.each<[string, (bookingId: string, stranger: string) => ReturnType<typeof ask>]>([
    ["another's booking", (id, stranger) => ask('GET', `/bookings/${id}`, undefined, stranger)],
    [
      "the cancellation of another's booking",
      (id, stranger) => ask('DELETE', `/bookings/${id}`, undefined, stranger),
    ],
    ["another's profile", (_, stranger) => ask('GET', `/users/${userId}`, undefined, stranger)],
    [
      "another's list of bookings",
      (_, stranger) => ask('GET', `/users/${userId}/bookings`, undefined, stranger),
    ],
    [
      "a booking in another's name",
      (_, stranger) => ask('POST', `/events/${eventId}/bookings`, { userId, seats: 1 }, stranger),
    ],
    [
      'a profile of which nobody says whether it is there',
      (_, stranger) => ask('GET', `/users/${unknownId}`, undefined, stranger),
    ],
  ])('%s is refused, and nothing changes', async (_title, forbidden) => {
    const { userId: stranger } = await addBookable(platform.bookings, 1);
    const { body: booking } = await book(2);
    const before = await seatsOf(eventId);
    const { status, body } = await forbidden(String(booking['id']), stranger);
    expect([status, body['type']]).toEqual([403, 'urn:rehearse:problem:not-yours']);
    expect(await seatsOf(eventId)).toEqual(before);
    expect((await ask('GET', `/bookings/${String(booking['id'])}`)).body).toEqual(booking);
  });

  test("a cancelled booking is still nobody else's to cancel", async () => {
    const { userId: stranger } = await addBookable(platform.bookings, 1);
    const { body: booking } = await book(1);
    const cancel = (user: string) => ask('DELETE', `/bookings/${String(booking['id'])}`, undefined, user);
    expect((await cancel(userId)).status).toBe(204);
    expect([(await cancel(stranger)).status, (await cancel(userId)).status]).toEqual([403, 204]);
  });
});

test('what is booked, refused and cancelled is counted', async () => {
  const scrape = async () => (await fetch(`${service.opsUrl}/metrics`)).text();
  const valueOf = (metrics: string, series: string) =>
    Number(
      metrics
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1] ?? 0,
    );
  const before = await scrape();
  const { body } = await book(10);
  await book(10);
  await ask('DELETE', `/bookings/${String(body['id'])}`);
  const after = await scrape();
  for (const outcome of ['booked', 'sold_out', 'cancelled']) {
    const series = `bookings_total{outcome="${outcome}"}`;
    expect(valueOf(after, series)).toBe(valueOf(before, series) + 1);
  }
  expect(valueOf(after, 'booking_seats_sum')).toBe(valueOf(before, 'booking_seats_sum') + 10);
});

test('the audit lists every booking on demand', async () => {
  const { body: kept } = await book(2);
  const { body: freed } = await book(3);
  await ask('DELETE', `/bookings/${String(freed['id'])}`);
  const { stdout } = await runCommand('bookings/main.ts', ['audit', '--ids'], platform.bookings);
  const [held, ...bookings] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(bookings).toContainEqual({ id: kept['id'], eventId, seats: 2, cancelled: false });
  expect(bookings).toContainEqual({ id: freed['id'], eventId, seats: 3, cancelled: true });
  expect(held).toEqual(await auditOf('bookings', platform.bookings));
  expect(held?.['bookings']).toEqual({
    active: bookings.filter(({ cancelled }) => cancelled === false).length,
    cancelled: bookings.filter(({ cancelled }) => cancelled === true).length,
  });
});

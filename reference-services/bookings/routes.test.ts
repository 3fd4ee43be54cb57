import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdAnswersTo, send } from '../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform } from '../testing/platform.ts';
import { type RunningService, startReady } from '../testing/service.ts';

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

const book = (seats: unknown, more: object = {}) =>
  send('POST', `${service.url}/events/${eventId}/bookings`, { userId, seats, ...more });

async function seatsOf(id: string) {
  const { eventSeats } = (await auditOf('bookings', platform.bookings)) as {
    eventSeats: { eventId: string }[];
  };
  return eventSeats.find((event) => event.eventId === id);
}

test('a user is created, and is found where Location says', async () => {
  const { status, headers, body } = await send('POST', `${service.url}/users`, {
    first: 'Ada',
    last: 'Byron',
    age: 36,
  });
  expect(status).toBe(201);
  expect(body).toEqual({ id: expect.stringMatching(uuidV7) as string, first: 'Ada', last: 'Byron', age: 36 });
  expect((await send('GET', service.url + headers.get('location'))).body).toEqual(body);
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
  expect((await send('GET', service.url + headers.get('location'))).body).toEqual(body);
  expect((await send('GET', `${service.url}/users/${userId}/bookings`)).body).toEqual({
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
  const cancel = () => send('DELETE', `${service.url}/bookings/${String(body['id'])}`);
  const answers = await Promise.all(Array.from({ length: 20 }, cancel));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 204));
  expect(await seatsOf(eventId)).toMatchObject({ seatsLeft: 11, seatsBooked: 1 });
  const { body: cancelled } = await send('GET', `${service.url}/bookings/${String(body['id'])}`);
  expect(cancelled).toEqual({ ...body, status: 'cancelled' });
});

test("a user's bookings come page by page, cancelled ones too", async () => {
  const booked: unknown[] = [];
  for (let n = 0; n < 5; n += 1) booked.push((await book(1)).body['id']);
  await send('DELETE', `${service.url}/bookings/${String(booked[1])}`);
  const page = (cursor: string) => send('GET', `${service.url}/users/${userId}/bookings?limit=3${cursor}`);
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
  const user = (wrong: object) => () =>
    send('POST', `${service.url}/users`, { first: 'A', last: 'B', age: 1, ...wrong });

  test.each([
    ['no seats', () => book(0), 'body.seats'],
    ['11 seats', () => book(11), 'body.seats'],
    ['half a seat', () => book(1.5), 'body.seats'],
    ['seats in words', () => book('2'), 'body.seats'],
    ['fewer than no seats', () => book(-1), 'body.seats'],
    ['a user that is no id', () => book(1, { userId: 'x' }), 'body.userId'],
    ['an unknown field', () => book(1, { price: 0 }), 'body'],
    ['a body that is a list', () => send('POST', `${service.url}/events/${eventId}/bookings`, [1]), 'body'],
    [
      'an event that is no id',
      () => send('POST', `${service.url}/events/x/bookings`, { userId, seats: 1 }),
      'params.eventId',
    ],
    ['a booking that is no id', () => send('GET', `${service.url}/bookings/x`), 'params.id'],
    ['a cancellation that is no id', () => send('DELETE', `${service.url}/bookings/x`), 'params.id'],
    [
      'a page size of 1e9',
      () => send('GET', `${service.url}/users/${userId}/bookings?limit=1000000000`),
      'query.limit',
    ],
    [
      'a page size of -1',
      () => send('GET', `${service.url}/users/${userId}/bookings?limit=-1`),
      'query.limit',
    ],
    ['NUL in a name', user({ first: '\0' }), 'body.first'],
    ['an age of 151', user({ age: 151 }), 'body.age'],
    ['an age in words', user({ age: 'old' }), 'body.age'],
  ])('%s', async (_name, ask, path) => {
    const { status, body } = await ask();
    expect(body).toMatchObject({ type: 'urn:rehearse:problem:invalid-request', status: 400 });
    expect(body['errors']).toEqual([{ path, message: expect.any(String) as string }]);
    expect(status).toBe(400);
  });

  test.each([
    [
      'an unknown event',
      () => send('POST', `${service.url}/events/${unknownId}/bookings`, { userId, seats: 1 }),
      'event',
    ],
    ['an unknown user', () => book(1, { userId: unknownId }), 'user'],
    ['an unknown booking', () => send('GET', `${service.url}/bookings/${unknownId}`), 'booking'],
    [
      'the cancellation of an unknown booking',
      () => send('DELETE', `${service.url}/bookings/${unknownId}`),
      'booking',
    ],
    [
      'the bookings of an unknown user',
      () => send('GET', `${service.url}/users/${unknownId}/bookings`),
      'user',
    ],
    ['an unknown user in the path', () => send('GET', `${service.url}/users/${unknownId}`), 'user'],
  ])('%s', async (_name, ask, what) => {
    const { status, body } = await ask();
    expect(body).toMatchObject({ type: `urn:rehearse:problem:${what}-not-found`, status: 404 });
    expect(status).toBe(404);
    expect(await seatsOf(eventId)).toMatchObject({ seatsLeft: 12 });
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
  await send('DELETE', `${service.url}/bookings/${String(body['id'])}`);
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
  await send('DELETE', `${service.url}/bookings/${String(freed['id'])}`);
  const { bookingIds } = (await auditOf('bookings', platform.bookings, '--ids')) as {
    bookingIds: { active: unknown[]; cancelled: unknown[] };
  };
  expect(bookingIds.active).toContainEqual({ id: kept['id'], eventId, seats: 2 });
  expect(bookingIds.cancelled).toContainEqual({ id: freed['id'], eventId, seats: 3 });
  expect(await auditOf('bookings', platform.bookings)).not.toHaveProperty('bookingIds');
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDeafProxy } from '../stores/fixtures/deaf-proxy.ts';
import { type Answer, as, send } from '../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform } from '../testing/platform.ts';
import { execute } from '../testing/postgres.ts';
import { type RunningService, startReady, until } from '../testing/service.ts';

let platform: Platform;
let replicas: readonly RunningService[];
let eventId: string;
let userId: string;

const start = (variables = {}) => startReady('bookings/main.ts', { ...platform.bookings, ...variables });
const bookingsDatabase = (text: string) => execute(platform.bookings['DATABASE_URL']!, text);

beforeAll(async () => {
  platform = await startPlatform();
  replicas = await Promise.all([start(), start(), start()]);
});
afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica[Symbol.asyncDispose]()));
  await platform?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  ({ eventId, userId } = await addBookable(platform.bookings, 12));
});

interface Wish {
  readonly key: string;
  readonly seats?: number;
  readonly event?: string;
  readonly user?: string;
  readonly replica?: RunningService;
}

const book = ({ key, seats = 2, event = eventId, user = userId, replica = replicas[0]! }: Wish) =>
  send('POST', `${replica.url}/events/${event}/bookings`, { seats }, { ...as(user), 'idempotency-key': key });

const cancel = ({ url }: RunningService, { body }: Answer) =>
  send('DELETE', `${url}/bookings/${String(body['id'])}`, undefined, as(userId));

const askFiftyTimes = (wish: Wish) =>
  Promise.all(
    Array.from({ length: 50 }, (_, n) => book({ ...wish, replica: replicas[n % replicas.length]! })),
  );

const asSeen = ({ status, headers, body }: Answer) =>
  JSON.stringify({ status, location: headers.get('location'), body });

async function bookedOf(event: string) {
  const [row] = await bookingsDatabase(
    `SELECT (SELECT count(*)::int FROM bookings WHERE event_id = '${event}') AS bookings, seats_left
     FROM events WHERE id = '${event}'`,
  );
  return row;
}

test('the same key sent 50 times at once over three replicas books once and is answered alike', async () => {
  const answers = await askFiftyTimes({ key: 'fifty' });
  expect(new Set(answers.map(({ headers }) => headers.get('x-instance-id'))).size).toBe(3);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(new Set(answers.map(asSeen)).size).toBe(1);
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 1, seats_left: 10 });
});

test('the same key sent 50 times at once for the last seats is never told that they are sold', async () => {
  const answers = await askFiftyTimes({ key: 'the-last', seats: 10 });
  expect(new Set(answers.map(asSeen)).size).toBe(1);
  expect(answers[0]!.status).toBe(201);
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 1, seats_left: 2 });
});

test('different wishes under one key at once come to one booking; the others are told so', async () => {
  const wishes = Array.from({ length: 10 }, (_, n) => n + 1);
  const answers = await Promise.all(
    wishes.map((seats) => book({ key: 'torn', seats, replica: replicas[seats % 3]! })),
  );
  const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
  expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 422)]);
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 1 });
});

test('a later repetition gets the first answer, even when the booking was cancelled since', async () => {
  const first = await book({ key: 'later' });
  await cancel(replicas[1]!, first);
  expect(asSeen(await book({ key: 'later', replica: replicas[2]! }))).toBe(asSeen(first));
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 1, seats_left: 12 });
});

test.each([
  ['other seats', () => ({ seats: 3 })],
  ['another event', async () => ({ event: (await addBookable(platform.bookings, 5)).eventId })],
])('a key that comes with %s is refused, and nothing is booked', async (name, other) => {
  const key = name.replace(' ', '-');
  await book({ key });
  const { status, headers, body } = await book({ key, ...(await other()) });
  expect(body).toMatchObject({ status: 422, type: 'urn:rehearse:problem:idempotency-key-reused' });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(status).toBe(422);
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 1, seats_left: 10 });
});

test('a key belongs to its user', async () => {
  const other = await addBookable(platform.bookings, 1);
  const answers = [await book({ key: 'mine' }), await book({ key: 'mine', user: other.userId })];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[0]!.body['id']).not.toBe(answers[1]!.body['id']);
});

test('a refusal leaves the key unused: once there are seats again, it books', async () => {
  const all = await book({ key: 'all', seats: 10 });
  const wish = { key: 'patient', seats: 5 };
  expect((await book(wish)).status).toBe(409);
  await cancel(replicas[0]!, all);
  expect((await book(wish)).status).toBe(201);
});

test.each([
  ['empty', ''],
  ['256 characters', 'k'.repeat(256)],
  ['a blank', 'a b'],
  ['a letter beyond ASCII', 'clé'],
])('a key that is not 1 to 255 visible ASCII characters is refused: %s', async (_name, key) => {
  const { status, body } = await book({ key });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'headers.idempotency-key' }] });
  expect(status).toBe(400);
});

test('a key of 255 visible characters is taken', async () => {
  expect((await book({ key: `!~${'k'.repeat(253)}` })).status).toBe(201);
});

test('a replica killed between commit and answer does not lead to a second booking', async () => {
  const proxy = await startDeafProxy(platform.bookings['DATABASE_URL']!);
  await using replica = await start({ DATABASE_URL: proxy.url });
  await book({ key: 'warm', seats: 1, replica });
  proxy.withhold();
  const unanswered = book({ key: 'torn-off', replica }).then(
    () => 'answered',
    () => 'torn off',
  );
  await until('the booking to be committed', async () => {
    const [row] = await bookingsDatabase(`SELECT 1 FROM idempotency_keys WHERE key = 'torn-off'`);
    return row !== undefined || undefined;
  });
  replica.kill('SIGKILL');
  expect(await unanswered).toBe('torn off');
  const answers = await askFiftyTimes({ key: 'torn-off' });
  expect(new Set(answers.map(asSeen)).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 201, body: { eventId, userId, seats: 2, status: 'active' } });
  expect(await bookedOf(eventId)).toMatchObject({ bookings: 2, seats_left: 9 });
  expect(await auditOf('bookings', platform.bookings)).toMatchObject({ oversoldSeats: 0 });
  await proxy[Symbol.asyncDispose]();
});

test('keys are forgotten in batches once they have expired, and only then', async () => {
  await bookingsDatabase(
    `INSERT INTO idempotency_keys SELECT '${userId}', 'old-' || n, '${eventId}', now() - interval '1 hour'
     FROM generate_series(1, 2500) AS n`,
  );
  const first = await book({ key: 'young' });
  const keys = async () =>
    (await bookingsDatabase(`SELECT key FROM idempotency_keys WHERE user_id = '${userId}' LIMIT 3`)).map(
      ({ key }) => key,
    );
  await using _sweeper = await start({ IDEMPOTENCY_KEY_TTL: '1800' });
  await until('old keys to be forgotten', async () => (await keys()).length === 1 || undefined);
  expect(await keys()).toEqual(['young']);
  expect(asSeen(await book({ key: 'young' }))).toBe(asSeen(first));

  await using _hasty = await start({ IDEMPOTENCY_KEY_TTL: '1' });
  await until('the young key to be forgotten', async () => (await keys()).length === 0 || undefined);
  expect((await book({ key: 'young' })).body['id']).not.toBe(first.body['id']);
});

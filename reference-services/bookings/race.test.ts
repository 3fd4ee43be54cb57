import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, send } from '../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform } from '../testing/platform.ts';
import { type RunningService, startReady } from '../testing/service.ts';

let platform: Platform;
let replicas: readonly RunningService[];

beforeAll(async () => {
  platform = await startPlatform();
  const start = (n: number) =>
    startReady('bookings/main.ts', { ...platform.bookings, INSTANCE_ID: `bookings-${n}` });
  replicas = await Promise.all([1, 2, 3].map(start));
});
afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica[Symbol.asyncDispose]()));
  await platform?.[Symbol.asyncDispose]();
});

/** Every client asks at the same time, each the replica whose turn it is. */
async function raceFor(eventId: string, userId: string, wishes: readonly number[]) {
  return Promise.all(
    wishes.map((seats, client) => {
      const { url } = replicas[client % replicas.length]!;
      return send('POST', `${url}/events/${eventId}/bookings`, { seats }, as(userId));
    }),
  );
}

async function seatsOf(eventId: string) {
  const audit = (await auditOf('bookings', platform.bookings)) as {
    oversoldSeats: number;
    eventSeats: { eventId: string }[];
  };
  expect(audit.oversoldSeats).toBe(0);
  return audit.eventSeats.find((event) => event.eventId === eventId);
}

test('200 clients that race for the last 10 seats over three replicas buy exactly 10', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 50);
  await raceFor(eventId, userId, [10, 10, 10, 10]);
  const answers = await raceFor(
    eventId,
    userId,
    Array.from({ length: 200 }, () => 1),
  );
  const by = (status: number) => answers.filter((answer) => answer.status === status);
  expect([by(201).length, by(409).length]).toEqual([10, 190]);
  expect(new Set(by(201).map(({ headers }) => headers.get('x-instance-id'))).size).toBeGreaterThan(0);
  expect(new Set(answers.map(({ headers }) => headers.get('x-instance-id'))).size).toBe(3);
  expect(new Set(by(201).map(({ body }) => body['id'])).size).toBe(10);
  expect(await seatsOf(eventId)).toEqual({ eventId, capacity: 50, seatsLeft: 0, seatsBooked: 50 });
});

test('booking and cancelling at the same time, in groups of any size, keeps every seat accounted for', async () => {
  const { eventId, userId } = await addBookable(platform.bookings, 60);
  const first = await raceFor(eventId, userId, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const cancelling = first.map(({ body }, n) =>
    send(
      'DELETE',
      `${replicas[n % replicas.length]!.url}/bookings/${String(body['id'])}`,
      undefined,
      as(userId),
    ),
  );
  const wishes = Array.from({ length: 60 }, (_, n) => (n % 10) + 1);
  const second = await raceFor(eventId, userId, wishes);
  expect((await Promise.all(cancelling)).map(({ status }) => status)).toEqual(first.map(() => 204));
  const bought = second
    .filter(({ status }) => status === 201)
    .reduce((sum, { body }) => sum + Number(body['seats']), 0);
  expect(await seatsOf(eventId)).toEqual({
    eventId,
    capacity: 60,
    seatsLeft: 60 - bought,
    seatsBooked: bought,
  });
});

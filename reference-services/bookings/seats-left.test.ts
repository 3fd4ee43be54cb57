import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeafProxy } from '../stores/fixtures/deaf-proxy.ts';
import { as, send } from '../testing/http.ts';
import { type Platform, addBookable, startPlatform } from '../testing/platform.ts';
import { type RunningService, runCommand, startReady, until } from '../testing/service.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform?.[Symbol.asyncDispose]());

async function book({ url }: RunningService, eventId: string, userId: string, seats: number): Promise<void> {
  const { status } = await send('POST', `${url}/events/${eventId}/bookings`, { seats }, as(userId));
  expect(status).toBe(201);
}

/** The metric by event. */
async function seatsLeft({ opsUrl }: RunningService): Promise<Record<string, number>> {
  const page = await (await fetch(`${opsUrl}/metrics`)).text();
  const series = page.matchAll(/^event_seats_left\{event_id="([^"]+)"\} (\d+)$/gm);
  return Object.fromEntries([...series].map(([, event = '', seats]) => [event, Number(seats)]));
}

async function expectShown(service: RunningService, expected: Record<string, number>): Promise<void> {
  await until(`event_seats_left to be ${JSON.stringify(expected)}`, async () => {
    return isDeepStrictEqual(await seatsLeft(service), expected) || undefined;
  });
}

test('the events that most bookings are for are shown, no more than asked for, and those that fall behind vanish', async () => {
  await using service = await startReady('bookings/main.ts', {
    ...platform.bookings,
    EVENT_SEATS_LEFT_TOP: '2',
  });
  const [one, other, third] = [
    await addBookable(platform.bookings, 10),
    await addBookable(platform.bookings, 20),
    await addBookable(platform.bookings, 30),
  ];
  await book(service, one.eventId, one.userId, 4);
  await expectShown(service, { [one.eventId]: 6 });
  for (const seats of [1, 2]) await book(service, other.eventId, other.userId, seats);
  await expectShown(service, { [one.eventId]: 6, [other.eventId]: 17 });
  for (const seats of [1, 1]) await book(service, third.eventId, third.userId, seats);
  await expectShown(service, { [third.eventId]: 28, [other.eventId]: 17 });
});

test('a database that hangs keeps no scrape waiting, and what cannot be known is not shown', async () => {
  await using proxy = await startDeafProxy(platform.bookings['DATABASE_URL']!);
  await using service = await startReady('bookings/main.ts', {
    ...platform.bookings,
    DATABASE_URL: proxy.url,
    DATABASE_STATEMENT_TIMEOUT_MS: '3000',
  });
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  await book(service, eventId, userId, 1);
  await until('the event to be shown', async () => (await seatsLeft(service))[eventId] === 9 || undefined);
  proxy.withhold();
  let scrapes = 0;
  await until('the statement to be given up', async () => {
    await seatsLeft(service);
    scrapes += 1;
    return service.lines.find(({ msg }) => msg === 'how many seats are left cannot be shown');
  });
  expect(scrapes).toBeGreaterThan(20);
  expect(await seatsLeft(service)).toEqual({});
});

test('0 shows none, and what is no number of events is one line, exit code 2', async () => {
  await using service = await startReady('bookings/main.ts', {
    ...platform.bookings,
    EVENT_SEATS_LEFT_TOP: '0',
  });
  expect(await (await fetch(`${service.opsUrl}/metrics`)).text()).not.toContain('event_seats_left');
  const { code, stderr } = await runCommand('bookings/main.ts', [], {
    ...platform.bookings,
    EVENT_SEATS_LEFT_TOP: '1001',
  });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^EVENT_SEATS_LEFT_TOP is "1001": [^\n]*1000, events[^\n]*\n$/),
  ]);
});

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startCollector } from '../testing/collector.ts';
import { as, send } from '../testing/http.ts';
import { type Platform, addBookable, startPlatform } from '../testing/platform.ts';
import { execute } from '../testing/postgres.ts';
import { type RunningService, type Variables, runCommand, startReady, until } from '../testing/service.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const trace = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: 'vendor=1' };

let platform: Platform;
const collector = await startCollector();
const services: RunningService[] = [];
beforeAll(async () => (platform = await startPlatform()));
afterEach(async () => {
  for (const service of services.splice(0)) await service[Symbol.asyncDispose]();
});
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});

async function started(service: 'events' | 'bookings', variables: Variables = {}) {
  const running = await startReady(`${service}/main.ts`, { ...platform[service], ...variables });
  services.push(running);
  return running;
}

async function bookAndCancel({ url }: RunningService, headers: Variables) {
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const caller = { ...as(userId), ...headers };
  const { body } = await send('POST', `${url}/events/${eventId}/bookings`, { seats: 1 }, caller);
  await send('DELETE', `${url}/bookings/${String(body['id'])}`, undefined, caller);
}

const waiting = () => execute(platform.broker, 'SELECT name, trace FROM broker.messages ORDER BY position');

test('a service that sends no traces keeps what came in with what it tells, as it is', async () => {
  const bookings = await started('bookings');
  await bookAndCancel(bookings, trace);
  await bookAndCancel(bookings, {});
  await bookAndCancel(bookings, { traceparent: 'malformed' });
  const told = await until('the messages', async () => {
    const messages = await waiting();
    return messages.length === 6 ? messages : undefined;
  });
  expect(told).toEqual([
    { name: 'eventBooked', trace },
    { name: 'bookingCancelled', trace },
    ...['eventBooked', 'bookingCancelled', 'eventBooked', 'bookingCancelled'].map((name) => ({
      name,
      trace: null,
    })),
  ]);
});

test('whoever consumes a message goes on with the trace that it came with', async () => {
  await started('events', collector.variables);
  const consumed = await until('the spans', () => {
    const spans = collector.spans.filter(({ kind }) => kind === 'CONSUMER');
    return spans.length === 6 ? spans : undefined;
  });
  expect(consumed.filter((span) => span.traceId === traceId)).toMatchObject([
    { name: 'process eventBooked', parentSpanId: 'b7ad6b7169203331', traceState: 'vendor=1' },
    { name: 'process bookingCancelled', parentSpanId: 'b7ad6b7169203331', traceState: 'vendor=1' },
  ]);
  expect(new Set(consumed.map((span) => span.traceId)).size).toBe(5);
});

test('a message that is put aside and replayed keeps its trace, and each try of it is a span', async () => {
  await started('events', collector.variables);
  const deadTraces = 'SELECT trace FROM broker.dead_letters';
  const id = '01890000-0000-7000-8000-000000000000';
  await execute(
    platform.broker,
    `INSERT INTO broker.messages (queue, id, name, aggregate_id, body, written_at, trace)
     VALUES ('events', '${id}', 'eventBooked', '${id}', '{}', now(), '${JSON.stringify(trace)}');
     NOTIFY broker_events`,
  );
  const tries = (times: number) =>
    until(`${times} tries`, () => {
      const spans = collector.spans.filter(({ attributes }) => attributes['messaging.message.id'] === id);
      return spans.length === times ? spans : undefined;
    });
  await tries(1);
  await until('the dead letter', async () => (await execute(platform.broker, deadTraces))[0]);
  await runCommand('events/main.ts', ['replay'], platform.events);
  const unreadable = { traceId, failed: true, attributes: { 'error.type': 'unreadable' } };
  expect(await tries(2)).toMatchObject([unreadable, unreadable]);
  expect(await execute(platform.broker, deadTraces)).toEqual([{ trace }]);
});

test('events tells what its own requests caused, too', async () => {
  const events = await started('events');
  const hall = { id: '01890000-0000-7000-8000-000000000001', name: 'Main', capacity: 5 };
  const location = { name: 'Club', address: 'A', country: 'C', openTime: '20:00', closeTime: '23:00' };
  const halls = [{ name: hall.name, capacity: hall.capacity }];
  const { status } = await send('POST', `${events.url}/locations`, { ...location, halls }, trace);
  expect(status).toBe(201);
  const told = await until('the message', async () => {
    const rows = await execute(
      platform.broker,
      `SELECT trace FROM broker.messages WHERE name = 'locationCreated'`,
    );
    return rows[0];
  });
  expect(told).toEqual({ trace });
});

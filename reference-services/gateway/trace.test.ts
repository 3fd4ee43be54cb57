import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCollector } from '../testing/collector.ts';
import type { ExportedSpan } from '../testing/otlp.ts';
import { addBookable } from '../testing/platform.ts';
import { until } from '../testing/service.ts';
import { signToken } from './fixtures/tokens.ts';
import {
  type TracedPlatform,
  bookingTrace,
  startTracedPlatform,
  treeOf,
} from './fixtures/traced-platform.ts';

const collector = await startCollector();
let traced: TracedPlatform;

beforeAll(async () => (traced = await startTracedPlatform(collector)));
afterAll(async () => {
  await traced?.[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
});

const newTrace = () => randomBytes(16).toString('hex');
const spansOf = (traceId: string, count: number) => collector.trace(traceId, count);

test('a booking is one trace, from the gateway to the consumer of what it told', async () => {
  const { platform, gateway } = traced;
  const traceId = newTrace();
  const { token, userId, id } = await traced.book(traceId);
  const spans = await spansOf(traceId, bookingTrace.length);
  expect(treeOf(spans, 'b7ad6b7169203331')).toEqual(bookingTrace);
  expect(spans).toHaveLength(bookingTrace.length);
  for (const span of spans) expect(span).toMatchObject({ failed: false, traceState: 'vendor=1' });

  const attributesOf = (wanted: string) => spans.find(({ name }) => name === wanted)?.attributes;
  expect(attributesOf('POST /events/:eventId/bookings')).toMatchObject({ 'http.response.status_code': 201 });
  const { port, hostname } = new URL(platform.bookings['DATABASE_URL']!);
  expect(attributesOf('book')).toEqual({
    'db.system.name': 'postgresql',
    'db.namespace': 'bookings',
    'db.query.summary': 'book',
    'db.query.text': expect.stringMatching(/UPDATE events SET seats_left = seats_left - \$4/),
    'server.address': hostname,
    'server.port': Number(port),
  });
  expect(attributesOf('process eventBooked')).toEqual({
    'messaging.system.name': 'postgresql',
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.destination.name': 'eventBooked',
    'messaging.destination.subscription.name': 'events',
    'messaging.message.id': attributesOf('send eventBooked')?.['messaging.message.id'],
  });
  const sent = JSON.stringify(spans);
  for (const secret of [token, userId, id]) expect(sent).not.toContain(secret);
  expect(await gateway.line('request', ({ trace_id }) => trace_id === traceId)).toHaveProperty('span_id');
});

test('the delay of a message names the trace that it ended', async () => {
  const { opsUrl } = traced.events;
  const accept = 'application/openmetrics-text;version=1.0.0';
  const page = await (await fetch(`${opsUrl}/metrics`, { headers: { accept } })).text();
  const process = collector.spans.find(({ name }) => name === 'process eventBooked')!;
  const line = page.split('\n').find((text) => text.includes(process.spanId));
  expect(line).toMatch(/^message_delivery_duration_seconds_bucket\{.*name="eventBooked".*\} 1 # \{/);
  expect(line).toContain(`trace_id="${process.traceId}"`);
});

test('a request that is sent to another replica shows both calls, and why the first came to nothing', async () => {
  const [failed, repeated] = await until('a retry', async () => {
    const traceId = newTrace();
    const response = await fetch(`${traced.gateway.url}/api/locations`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    expect(response.status).toBe(200);
    const spans = await spansOf(traceId, 4);
    const calls = spans.filter(({ name }) => name === 'GET /locations').filter(isCall);
    return calls.length === 2 ? calls.toSorted((a, b) => resendsOf(a) - resendsOf(b)) : undefined;
  });
  expect(failed).toMatchObject({
    failed: true,
    attributes: {
      'error.type': 'connect',
      'url.full': 'http://127.0.0.1:1/locations',
      'url.template': '/locations',
      'server.address': '127.0.0.1',
      'server.port': 1,
    },
  });
  expect(repeated).toMatchObject({
    failed: false,
    attributes: { 'http.request.resend_count': 1, 'http.response.status_code': 200 },
  });
  const { traceId } = failed!;
  await traced.gateway.line('upstream request failed', ({ trace_id }) => trace_id === traceId);
});

const isCall = ({ kind }: ExportedSpan) => kind === 'CLIENT';
const resendsOf = ({ attributes }: ExportedSpan) => Number(attributes['http.request.resend_count'] ?? 0);

test('a call that the client did not wait for is cancelled', async () => {
  const traceId = newTrace();
  const { platform, gateway, key } = traced;
  const { eventId, userId } = await addBookable(platform.bookings, 10);
  const leaving = new AbortController();
  const asked = fetch(`${gateway.url}/api/events/${eventId}/bookings`, {
    method: 'POST',
    signal: leaving.signal,
    duplex: 'half',
    headers: {
      authorization: `Bearer ${await signToken(key, { sub: userId })}`,
      'content-type': 'application/json',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    // It never ends, so that no answer comes.
    body: new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{')) }),
  } as RequestInit);
  const { opsUrl } = traced.bookings;
  await until('the request at its replica', async () =>
    /^http_server_active_requests 1$/m.test(await (await fetch(`${opsUrl}/metrics`)).text()),
  );
  leaving.abort();
  await expect(asked).rejects.toThrow('aborted');
  const spans = await spansOf(traceId, 3);
  const causes = spans.map(
    ({ resource, kind, failed, attributes }) =>
      `${String(resource['service.name'])} ${kind} ${failed} ${String(attributes['error.type'])}`,
  );
  expect(new Set(causes)).toEqual(
    new Set([
      'bookings SERVER true client_left',
      'gateway CLIENT true cancelled',
      'gateway SERVER true client_left',
    ]),
  );
});

test('a database that is gone shows in the span of a statement, and in all that needed it', async () => {
  const { platform, gateway, key } = traced;
  await platform.postgres.end();
  const traceId = newTrace();
  const userId = '018f0000-0000-7000-8000-000000000001';
  const response = await fetch(`${gateway.url}/api/users/${userId}`, {
    headers: {
      authorization: `Bearer ${await signToken(key, { sub: userId })}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
  });
  expect(response.status).toBe(503);
  const spans = await spansOf(traceId, 4);
  expect(treeOf(spans, 'b7ad6b7169203331')).toEqual([
    'gateway SERVER GET /api/users/:id',
    '  gateway CLIENT GET /users/:id',
    '    bookings SERVER GET /users/:id',
    '      bookings CLIENT find-user',
  ]);
  const causes = spans.map(({ attributes }) => String(attributes['error.type']));
  expect(spans.every(({ failed }) => failed)).toBe(true);
  expect(causes.filter((cause) => cause === '503')).toHaveLength(3);
  expect(causes.filter((cause) => /^(ECONN|57P0|Error)/.test(cause))).toHaveLength(1);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey, signToken } from '../gateway/fixtures/tokens.ts';
import { type Platform, startPlatform } from '../testing/platform.ts';
import { type RunningService, startReady } from '../testing/service.ts';
import { Conformance } from './conformance.ts';
import { addDemoRows } from './fixtures/demo.ts';
import { replicaOf } from './fixtures/replica-of.ts';
import { problem } from './problem-schema.ts';
import type { Rows } from './fixtures/schemathesis.ts';

const conformances = {
  events: new Conformance('events'),
  bookings: new Conformance('bookings'),
  gateway: new Conformance('gateway'),
};
let directory: string;
let platform: Platform;
const services: RunningService[] = [];
let rows: Rows;
let addresses: Record<'events' | 'bookings' | 'gateway', string>;
let token: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reference-services-refusals-'));
  platform = await startPlatform();
  const events = await started('events/main.ts', platform.events);
  const bookings = await started('bookings/main.ts', platform.bookings);
  rows = await addDemoRows({ events: events.url, bookings: bookings.url });
  const [discovery, keys] = [join(directory, 'replicas.json'), join(directory, 'token-keys.json')];
  await writeFile(discovery, JSON.stringify([replicaOf('events', events), replicaOf('bookings', bookings)]));
  const key = await createKey('refusals');
  await writeFile(keys, JSON.stringify({ keys: [key.publicJwk] }));
  token = await signToken(key, { sub: rows.users[0] ?? '' });
  const gateway = await started('gateway/main.ts', {
    DISCOVERY: `file:${discovery}`,
    TOKEN_KEYS: `file:${keys}`,
    RATE_LIMIT_PER_SECOND: '0',
  });
  addresses = { events: events.url, bookings: bookings.url, gateway: `${gateway.url}/api` };
});
afterAll(async () => {
  for (const service of services) await service[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
  if (directory) await rm(directory, { recursive: true, force: true });
});

async function started(main: string, variables: Readonly<Record<string, string>>): Promise<RunningService> {
  const service = await startReady(main, variables);
  services.push(service);
  return service;
}

interface Wish {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Refused {
  readonly status: number;
  readonly slug: string;
  /** The member that the problem names. */
  readonly at?: string;
  readonly allow?: string;
}

const json = { 'content-type': 'application/json' };
const post = (path: string, body: unknown): Wish => ({
  method: 'POST',
  path,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: json,
});
const get = (path: string): Wish => ({ method: 'GET', path });
const invalid = (at: string): Refused => ({ status: 400, slug: 'invalid-request', at });

/** Sends the path as it is: fetch would correct it first. */
async function ask(service: 'events' | 'bookings' | 'gateway', { method, path, body, headers }: Wish) {
  const { hostname, port, pathname } = new URL(addresses[service]);
  const prefix = pathname === '/' ? '' : pathname;
  const outgoing = httpRequest({
    hostname,
    port,
    method,
    path: prefix + path,
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'x-user-id': rows.users[0] ?? '', ...headers },
  });
  outgoing.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  const answer = { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
  conformances[service].check({
    method,
    url: `http://127.0.0.1${prefix}${path}`,
    status: answer.status,
    contentType: answer.headers['content-type'] ?? null,
    body: answer.text === '' ? undefined : JSON.parse(answer.text),
  });
  return answer;
}

const times = { start: '2030-01-01T10:00:00Z', end: '2030-01-01T12:00:00Z' };
const price = { amount: 1, currency: 'EUR' };
const anyId = '01890000-0000-7000-8000-000000000000';
const newEvent = (wrong: object) =>
  post('/events', { name: 'x', ...times, locationId: anyId, hallId: anyId, price, ...wrong });
const newUser = (wrong: object) => post('/users', { first: 'A', last: 'B', age: 1, ...wrong });
const booking = (wrong: object) => post(`/events/${anyId}/bookings`, { seats: 1, ...wrong });
const deep = '['.repeat(30_000) + ']'.repeat(30_000);

const refusals: Readonly<Record<'events' | 'bookings', readonly (readonly [string, Wish, Refused])[]>> = {
  events: [
    ['malformed JSON', post('/events', '{"name":'), { status: 400, slug: 'malformed-json' }],
    ['lists in lists in lists', post('/events', deep), invalid('body')],
    ['no body', post('/events', ''), { status: 400, slug: 'malformed-json' }],
    [
      'a body of another type',
      { ...newEvent({}), headers: { 'content-type': 'text/csv' } },
      { status: 415, slug: 'unsupported-media-type' },
    ],
    [
      'a body without a type',
      { ...newEvent({}), headers: {} },
      { status: 415, slug: 'unsupported-media-type' },
    ],
    ['a body over 64 KiB', newEvent({ name: 'a'.repeat(70_000) }), { status: 413, slug: 'body-too-large' }],
    ['null in place of the body', post('/events', 'null'), invalid('body')],
    ['a wrong type', newEvent({ name: 7 }), invalid('body.name')],
    ['an unknown field', newEvent({ colour: 'red' }), invalid('body')],
    ['a date that does not exist', newEvent({ start: '2029-02-29T10:00:00Z' }), invalid('body.start')],
    ['an end before the start', newEvent({ end: '2029-12-31T00:00:00Z' }), invalid('body.end')],
    ['a text with NUL', newEvent({ name: 'a\0b' }), invalid('body.name')],
    ['a text with half a surrogate pair', newEvent({ name: 'a\ud800b' }), invalid('body.name')],
    ['a text that is too long', newEvent({ name: '🎵'.repeat(201) }), invalid('body.name')],
    ['an id in the body that is no UUID', newEvent({ hallId: '7' }), invalid('body.hallId')],
    ['an id in the path that is no UUID', get('/events/7'), invalid('params.id')],
    ['a page size of -1', get('/events?limit=-1'), invalid('query.limit')],
    ['a page size of 0', get('/events?limit=0'), invalid('query.limit')],
    ['a page size of a billion', get('/locations?limit=1000000000'), invalid('query.limit')],
    ['an unknown query parameter', get('/events?sort=name'), invalid('query')],
    ['a query where there is none', get(`/events/${anyId}?fields=name`), invalid('query')],
    ['NUL in the query', get('/events?name=%00'), invalid('query.name')],
    ['bytes that are no UTF-8 in the path', get('/events/%ff'), { status: 400, slug: 'malformed-url' }],
    ['an unknown route', get(`/events/${anyId}/halls`), { status: 404, slug: 'no-such-route' }],
    [
      'a wrong method',
      { method: 'DELETE', path: '/events' },
      { status: 405, slug: 'method-not-allowed', allow: 'GET, HEAD, POST' },
    ],
    [
      'a wrong method with a body that is none',
      { ...post(`/events/${anyId}`, '{'), method: 'PATCH' },
      { status: 405, slug: 'method-not-allowed', allow: 'GET, HEAD' },
    ],
    [
      'a part of the path that is too long',
      get(`/events/${'7'.repeat(3000)}`),
      { status: 414, slug: 'path-too-long' },
    ],
    [
      'headers that are too large',
      { ...get('/events'), headers: { 'x-large': 'a'.repeat(20_000) } },
      { status: 431, slug: 'headers-too-large' },
    ],
    [
      'a URL that is too long',
      get(`/events?name=${'a'.repeat(20_000)}`),
      { status: 431, slug: 'headers-too-large' },
    ],
  ],
  bookings: [
    ['malformed JSON', post('/users', '{"first":'), { status: 400, slug: 'malformed-json' }],
    [
      'a body of another type',
      { ...newUser({}), headers: { 'content-type': 'text/csv' } },
      { status: 415, slug: 'unsupported-media-type' },
    ],
    ['a body over 64 KiB', newUser({ first: 'a'.repeat(70_000) }), { status: 413, slug: 'body-too-large' }],
    ['a wrong type', newUser({ age: 'old' }), invalid('body.age')],
    ['an unknown field', newUser({ admin: true }), invalid('body')],
    ['a text with NUL', newUser({ last: '\0' }), invalid('body.last')],
    ['a text with half a surrogate pair', newUser({ last: '\udc00' }), invalid('body.last')],
    ['no seats', booking({ seats: 0 }), invalid('body.seats')],
    ['11 seats', booking({ seats: 11 }), invalid('body.seats')],
    ['an id in the path that is no UUID', get('/bookings/7'), invalid('params.id')],
    ['an unknown query parameter', get(`/bookings/${anyId}?x=1`), invalid('query')],
    [
      'a wrong method',
      { method: 'PUT', path: `/bookings/${anyId}` },
      { status: 405, slug: 'method-not-allowed', allow: 'DELETE, GET, HEAD' },
    ],
    ['a list of all users', get('/users'), { status: 405, slug: 'method-not-allowed', allow: 'POST' }],
    [
      'a part of the path that is too long',
      get(`/users/${'7'.repeat(3000)}`),
      { status: 414, slug: 'path-too-long' },
    ],
    [
      'headers that are too large',
      { ...get(`/bookings/${anyId}`), headers: { 'x-large': 'a'.repeat(20_000) } },
      { status: 431, slug: 'headers-too-large' },
    ],
  ],
};

describe.each(['events', 'bookings'] as const)('%s refuses with the field and the reason,', (service) => {
  describe.each([service, 'gateway'] as const)('asked at %s:', (at) => {
    test.each(refusals[service])('%s', async (_name, wish, expected) => {
      const { status, headers, text: answer } = await ask(at, wish);
      expect([status, headers['content-type']]).toEqual([
        expected.status,
        'application/problem+json; charset=utf-8',
      ]);
      const { type, errors, ...rest } = problem.parse(JSON.parse(answer));
      expect([type, rest.status]).toEqual([`urn:rehearse:problem:${expected.slug}`, expected.status]);
      expect(errors?.map(({ path }) => path)).toEqual(expected.at === undefined ? undefined : [expected.at]);
      expect(headers.allow).toBe(expected.allow);
      expect(answer).not.toMatch(/\bat .*\.(ts|js):\d|node_modules/);
    });
  });
});

test.each(['events', 'gateway'] as const)(
  'HEAD is answered by %s as GET is, without the body',
  async (at) => {
    for (const [path, status] of [
      [`/events/${rows.events[0]}`, 200],
      ['/events/7', 400],
    ] as const) {
      const got = await ask(at, get(path));
      const headed = await ask(at, { method: 'HEAD', path });
      expect([headed.status, headed.text]).toEqual([status, '']);
      expect(headed.headers['content-type']).toBe(got.headers['content-type']);
      expect(headed.headers['content-length']).toBe(got.headers['content-length']);
    }
  },
);

import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { SignJWT, UnsecuredJWT, generateSecret } from 'jose';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { type GatewayOptions, type RunningGateway, gatewayOver } from './fixtures/gateway.ts';
import { SUBJECT, type TestKey, createKey, signToken } from './fixtures/tokens.ts';
import { type Upstream, startUpstream } from './fixtures/upstream.ts';
import { until } from '../testing/until.ts';

const OTHER = '018f0000-0000-7000-8000-000000000002';

async function start(options: GatewayOptions = {}) {
  const [events, bookings] = [await startUpstream(ok), await startUpstream(ok)];
  const gateway = await gatewayOver([{ ...events, service: 'events' }, bookings], {
    identity: true,
    ...options,
  });
  await until(() => expect(gateway.health.readiness()).toEqual({ status: 'ready' }));
  return { gateway, events, bookings };
}

const ok: Parameters<typeof startUpstream>[0] = (_request, response) => response.end('{}');

interface Asked {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
}

async function ask({ url }: RunningGateway, path: string, options: Asked = {}) {
  const { statusCode, headers, body } = await request(`${url}/api${path}`, options);
  return { status: statusCode, headers, body: (await body.text()) || '{}' };
}

function bearer(token: string): Asked {
  return { headers: { authorization: `Bearer ${token}` } };
}

function subjectsSeen({ received }: Upstream) {
  return received.map(({ headers }) => headers['x-user-id']);
}

const now = () => Math.floor(Date.now() / 1000);

describe('a token that is not valid is refused, with the reason, wherever it is sent', () => {
  const withSecret = async ({ kid }: TestKey) =>
    new SignJWT({ iss: 'rehearse', aud: 'booking-platform', sub: SUBJECT })
      .setProtectedHeader({ alg: 'HS256', kid })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(await generateSecret('HS256'));
  const unsigned = () =>
    new UnsecuredJWT({ iss: 'rehearse', aud: 'booking-platform', sub: SUBJECT })
      .setIssuedAt()
      .setExpirationTime('1h')
      .encode();
  const tampered = async (key: TestKey) => {
    const [head, , signature] = (await signToken(key)).split('.');
    const [, body] = (await signToken(key, { sub: OTHER })).split('.');
    return [head, body, signature].join('.');
  };

  test.each<[string, (key: TestKey) => string | Promise<string>, RegExp]>([
    ['garbage', () => 'abc', /not a signed JSON Web Token/],
    ['three parts of garbage', () => 'a.b.c', /not a signed JSON Web Token/],
    ['other claims than were signed', tampered, /signature does not fit/],
    ['the signature of another key', async () => signToken(await createKey('first')), /signature does not/],
    ['an unknown key id', (key) => signToken(key, {}, { kid: 'second' }), /no known key/],
    ['no key id', (key) => signToken(key, {}, { kid: undefined }), /no known key/],
    ['algorithm "none"', unsigned, /not signed with ES256|not a signed/],
    ['a shared secret', withSecret, /not signed with ES256/],
    ['an end in the past, beyond skew', (key) => signToken(key, { exp: now() - 7 }), /expired/],
    ['a start in the future, beyond skew', (key) => signToken(key, { nbf: now() + 60 }), /not valid yet/],
    ['an issue in the future, beyond skew', (key) => signToken(key, { iat: now() + 60 }), /in the future/],
    ['another audience', (key) => signToken(key, { aud: 'shop' }), /claim aud/],
    ['another issuer', (key) => signToken(key, { iss: 'me' }), /claim iss/],
    ['no end', (key) => signToken(key, { exp: undefined }), /claim exp/],
    ['no time of issue', (key) => signToken(key, { iat: undefined }), /claim iat/],
    ['no subject', (key) => signToken(key, { sub: undefined }), /claim sub/],
    ['a subject that is no UUID', (key) => signToken(key, { sub: 'ada' }), /not a UUID/],
    ['more than is ever looked at', (key) => signToken(key, { more: 'x'.repeat(5000) }), /too long/],
  ])('%s', async (_title, token, reason) => {
    const { gateway, events, bookings } = await start();
    const headers = { authorization: `Bearer ${await token(gateway.tokens.key)}` };
    for (const path of ['/users/1', '/events']) {
      const answer = await ask(gateway, path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="[\w ]+", error="invalid_token", /);
      expect(JSON.parse(answer.body)).toMatchObject({
        type: 'urn:rehearse:problem:token-refused',
        detail: expect.stringMatching(reason) as string,
      });
    }
    expect([...events.received, ...bookings.received]).toEqual([]);
    expect(await gateway.metric('gateway_refusals_total{reason="invalid_token"}')).toBe(2);
  });

  test.each([['Basic eA=='], ['Bearer'], ['Bearer a b'], ['']])('the header "%s"', async (authorization) => {
    const { gateway } = await start();
    const answer = await ask(gateway, '/users/1', { headers: { authorization } });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('Bearer'),
    ]);
  });
});

test('clocks may differ by five seconds', async () => {
  const { gateway } = await start();
  for (const claims of [{ exp: now() - 2 }, { nbf: now() + 3 }, { iat: now() + 3 }]) {
    const answer = await ask(gateway, '/users/1', bearer(await signToken(gateway.tokens.key, claims)));
    expect(answer.status).toBe(200);
  }
});

test.each([
  ['GET', '/users/1'],
  ['POST', '/users'],
  ['GET', '/users/1/bookings'],
  ['GET', '/bookings/1'],
  ['DELETE', '/bookings/1'],
  ['POST', '/events/1/bookings'],
  ['GET', '/events/1/bookings'],
  ['POST', '/events'],
  ['POST', '/locations'],
  ['PUT', '/events/1'],
] as const)('%s %s needs a token, and says so', async (method, path) => {
  const { gateway, events, bookings } = await start();
  const answer = await ask(gateway, path, { method });
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="booking platform"');
  expect(JSON.parse(answer.body)).toMatchObject({ type: 'urn:rehearse:problem:token-needed' });
  expect([...events.received, ...bookings.received]).toEqual([]);
});

test.each([
  ['GET', '/events?limit=1'],
  ['HEAD', '/events/1'],
  ['GET', '/locations'],
  ['GET', '/locations/1'],
] as const)('%s %s is for everyone', async (method, path) => {
  const { gateway, events } = await start();
  expect((await ask(gateway, path, { method })).status).toBe(200);
  expect(subjectsSeen(events)).toEqual([undefined]);
});

/** A GET whose headers are written exactly as they are given. */
async function askRaw({ url }: RunningGateway, path: string, ...headers: string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write([`GET /api${path} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n'));
  return textOf(socket);
}

test.each([
  ['in lower case', ['x-user-id: OTHER', 'Connection: close']],
  ['in capitals, twice', ['X-USER-ID: OTHER', 'X-User-Id: OTHER', 'Connection: close']],
  ['as a header of the connection', ['X-User-Id: OTHER', 'Connection: close, x-user-id']],
])('a service is told whom the token names, not what the client says %s', async (_title, lies) => {
  const { gateway, events, bookings } = await start();
  const { authorization } = await gateway.tokens.headersOf();
  const headers = lies.map((line) => line.replace('OTHER', OTHER));
  expect(await askRaw(gateway, '/users/1', `Authorization: ${authorization}`, ...headers)).toMatch(/ 200 OK/);
  expect(await askRaw(gateway, '/events', ...headers)).toMatch(/ 200 OK/);
  expect([...subjectsSeen(bookings), ...subjectsSeen(events)]).toEqual([SUBJECT, undefined]);
});

test('the token stays at the gateway', async () => {
  const { gateway, bookings } = await start();
  await ask(gateway, '/users/1', { headers: await gateway.tokens.headersOf() });
  expect(bookings.received[0]?.headers).not.toHaveProperty('authorization');
});

test('a token is verified once, also when it comes many times at once', async () => {
  const { gateway, bookings } = await start();
  const headers = await gateway.tokens.headersOf();
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(gateway, '/users/1', { headers })));
  answers.push(await ask(gateway, '/users/1', { headers }));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(bookings.received).toHaveLength(51);
  expect(await gateway.metric('gateway_token_verifications_total{outcome="valid"}')).toBe(1);
});

test('keys rotate by replacing the file: the new one counts at once, the old one as long as it is there', async () => {
  const { gateway } = await start();
  const { tokens } = gateway;
  const second = await createKey('second');
  const statusWith = async (key: TestKey) =>
    (await ask(gateway, '/users/1', bearer(await signToken(key)))).status;
  const early = bearer(await signToken(tokens.key));
  expect([(await ask(gateway, '/users/1', early)).status, await statusWith(second)]).toEqual([200, 401]);
  await tokens.publish(tokens.key, second);
  await until(async () => expect(await statusWith(second)).toBe(200));
  expect(await statusWith(tokens.key)).toBe(200);
  await tokens.publish(second);
  await until(async () => expect(await statusWith(tokens.key)).toBe(401));
  // Also one that was verified before.
  expect((await ask(gateway, '/users/1', early)).status).toBe(401);
  expect(await statusWith(second)).toBe(200);
});

test.each([
  ['half a file', '{"keys":[{"kty"', /JSON/],
  ['no key', '{"keys":[]}', /keys/],
  [
    'a private key',
    '{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}]}',
    /keys\.0\.d.*private/,
  ],
  [
    'a point that is not on the curve',
    '{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}',
    /./,
  ],
])('%s leaves the last good key set in force, and is logged', async (_title, text, reason) => {
  const { gateway } = await start();
  await gateway.tokens.write(text);
  await until(() =>
    expect(gateway.log).toContainEqual(
      expect.objectContaining({
        msg: 'token key set unusable; the last good one stays',
        reason: expect.stringMatching(reason) as string,
      }),
    ),
  );
  expect((await ask(gateway, '/users/1', { headers: await gateway.tokens.headersOf() })).status).toBe(200);
});

test('without a key set the gateway is not ready, and says what it waits for', async () => {
  const upstream = await startUpstream(ok);
  const gateway = await gatewayOver([{ ...upstream, service: 'events' }, { ...upstream }], {
    identity: true,
    tokenKeys: '/nowhere/token-keys.json',
  });
  expect(gateway.health.readiness()).toMatchObject({
    reasons: [{ name: 'token keys', detail: expect.stringContaining('file:/nowhere') as string }],
  });
});

test('a subject beyond its limit is answered 429 with Retry-After, others are not, and after it all goes on', async () => {
  const { gateway, bookings } = await start({ rateLimitPerSecond: 1, rateLimitBurst: 3 });
  const [first, other] = [await gateway.tokens.headersOf(), await gateway.tokens.headersOf(OTHER)];
  const statuses: number[] = [];
  for (let times = 0; times < 6; times += 1)
    statuses.push((await ask(gateway, '/users/1', { headers: first })).status);
  // A crowded machine may take so long that a further one becomes free meanwhile.
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  const refused = await until(async () => {
    const answer = await ask(gateway, '/users/1', { headers: first });
    expect(answer.status).toBe(429);
    return answer;
  });
  expect(refused.headers['retry-after']).toBe('1');
  expect(JSON.parse(refused.body)).toMatchObject({ type: 'urn:rehearse:problem:too-many-requests' });
  expect((await ask(gateway, '/users/1', { headers: other })).status).toBe(200);
  const passed = bookings.received.length;
  await until(async () => expect((await ask(gateway, '/users/1', { headers: first })).status).toBe(200));
  expect(bookings.received.length).toBe(passed + 1);
  expect(await gateway.metric('gateway_refusals_total{reason="rate_limited"}')).toBeGreaterThan(0);
});

test('an address without a token has a limit of its own, which refused tokens count against too', async () => {
  const { gateway } = await start({ anonymousRateLimitPerSecond: 0.01, anonymousRateLimitBurst: 3 });
  const known = { headers: await gateway.tokens.headersOf() };
  expect((await ask(gateway, '/users/1', known)).status).toBe(200);
  const answers = [
    await ask(gateway, '/events'),
    await ask(gateway, '/users/1'),
    await ask(gateway, '/users/1', bearer('a.b.c')),
    await ask(gateway, '/events'),
    await ask(gateway, '/users/1', bearer('a.b.c')),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 429, 429]);
  expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(90);
  expect(await gateway.metric('gateway_token_verifications_total{outcome="refused"}')).toBe(1);
  // Whom the gateway knows is not held up by others behind the same address.
  expect((await ask(gateway, '/users/1', known)).status).toBe(200);
});

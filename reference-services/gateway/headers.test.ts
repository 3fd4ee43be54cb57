import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { gatewayOver } from './fixtures/gateway.ts';
import { startUpstream } from './fixtures/upstream.ts';

/** Sends bytes as they are and gives back all that comes until the connection ends. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

test('headers of the connection stay on it, and those it names too', async () => {
  const upstream = await startUpstream((_request, response) => response.end());
  const gateway = await gatewayOver([upstream]);
  await sendRaw(
    gateway.url,
    [
      'GET /api/users/1 HTTP/1.1',
      'Host: shop.test',
      'Connection: close, X-Private, Upgrade',
      'X-Private: 1',
      'Keep-Alive: timeout=9',
      'TE: trailers',
      'Trailer: Expires',
      'Upgrade: websocket',
      'Proxy-Authorization: Basic eA==',
      'Proxy-Connection: keep-alive',
      'X-Public: 1',
      'Cookie: a=1',
      'Cookie: b=2',
      '\r\n',
    ].join('\r\n'),
  );
  const { headers = {} } = upstream.received[0] ?? {};
  expect(headers).toMatchObject({ 'x-public': '1', cookie: 'a=1; b=2', connection: 'keep-alive' });
  const gone = [
    'x-private',
    'keep-alive',
    'te',
    'trailer',
    'upgrade',
    'proxy-authorization',
    'proxy-connection',
  ];
  expect(Object.keys(headers).filter((name) => gone.includes(name))).toEqual([]);
});

test("headers of the replica's connection do not reach the client", async () => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, [
      ['Connection', 'close, X-Private'],
      ['X-Private', '1'],
      ['Keep-Alive', 'timeout=1'],
      ['Proxy-Authenticate', 'Basic'],
      ['Upgrade', 'h2c'],
      ['Trailer', 'X-Sum'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    response.end('whole');
  });
  const gateway = await gatewayOver([upstream]);
  const { headers, body } = await request(`${gateway.url}/api/users/1`);
  expect(await body.text()).toBe('whole');
  expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], connection: 'keep-alive' });
  const gone = ['x-private', 'proxy-authenticate', 'upgrade', 'trailer'];
  expect(Object.keys(headers).filter((name) => gone.includes(name))).toEqual([]);
});

test('a request id is passed on and echoed, and made where there is none', async () => {
  const upstream = await startUpstream((_request, response) => response.end());
  const gateway = await gatewayOver([upstream]);
  const given = await request(`${gateway.url}/api/users/1`, { headers: { 'x-request-id': 'mine-1' } });
  const made = await request(`${gateway.url}/api/users/1`);
  const seen = upstream.received.map(({ headers }) => headers['x-request-id']);
  expect(seen[0]).toBe('mine-1');
  expect(seen[1]).toMatch(/^[0-9a-f-]{36}$/);
  expect([given.headers['x-request-id'], made.headers['x-request-id']]).toEqual(seen);
});

test("an answer names the replica that gave it, and the gateway's own names the gateway", async () => {
  const upstream = await startUpstream((_request, response) =>
    response.writeHead(200, { 'x-instance-id': 'bookings-7' }).end(),
  );
  const gateway = await gatewayOver([upstream]);
  const passed = await request(`${gateway.url}/api/users/1`);
  const own = await request(`${gateway.url}/api/none`);
  expect([passed.headers['x-instance-id'], own.headers['x-instance-id']]).toEqual([
    'bookings-7',
    'gateway-1',
  ]);
});

test('traceparent passes through, and the client, its protocol and its host are named', async () => {
  const upstream = await startUpstream((_request, response) => response.end());
  const gateway = await gatewayOver([upstream]);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await request(`${gateway.url}/api/users/1`, { headers: { traceparent, host: 'shop.test' } });
  await request(`${gateway.url}/api/users/1`, {
    headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.test' },
  });
  const [first, second] = upstream.received.map(({ headers }) => headers);
  expect(first).toMatchObject({
    traceparent,
    host: upstream.address,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'shop.test',
  });
  expect(second).toMatchObject({
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'a.test',
  });
});

test.each([
  ['/users/1', '/api/users/1'],
  ['//other.test/users/1', '//other.test/users/1'],
  ['https://other.test/users/1', 'https://other.test/users/1'],
  ['1', '1'],
])('a Location of %s reaches the client as %s', async (location, expected) => {
  const upstream = await startUpstream((_request, response) => response.writeHead(201, { location }).end());
  const gateway = await gatewayOver([upstream]);
  const { statusCode, headers } = await request(`${gateway.url}/api/users`, { method: 'POST' });
  expect([statusCode, headers.location]).toEqual([201, expected]);
});

test('HEAD, 204 and 304 have no body, and the connection goes on after them', async () => {
  const upstream = await startUpstream((received, response) => {
    if (received.method === 'HEAD') response.writeHead(200, { 'content-length': '5' });
    else response.writeHead(received.url === '/users/304' ? 304 : 204, { etag: '"1"' });
    response.end();
  });
  const gateway = await gatewayOver([upstream]);
  const answers = await sendRaw(
    gateway.url,
    ['HEAD /api/users/1', 'GET /api/users/204', 'GET /api/users/304']
      .map((line, i) => `${line} HTTP/1.1\r\nHost: a\r\n${i === 2 ? 'Connection: close\r\n' : ''}\r\n`)
      .join(''),
  );
  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 204', 'HTTP/1.1 304']);
});

test('a client that waits for 100 Continue is told to go on', async () => {
  const upstream = await startUpstream((received, response) => received.pipe(response));
  const gateway = await gatewayOver([upstream]);
  const answer = await sendRaw(
    gateway.url,
    'POST /api/users HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi',
  );
  expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[^]*\r\nhi\r\n/);
  expect(upstream.received[0]?.headers.expect).toBeUndefined();
});

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type Socket, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { type RunningGateway, gatewayOver } from './fixtures/gateway.ts';
import { startUpstream } from './fixtures/upstream.ts';
import { until } from '../testing/until.ts';

/** Resolves when nothing moves any more of what is left to write. */
async function stalled(socket: Socket): Promise<void> {
  for (let before = -1; before !== socket.writableLength;) {
    before = socket.writableLength;
    await delay(200);
  }
  expect(socket.writableLength).toBeGreaterThan(0);
}

function failures(gateway: RunningGateway, kind: string): Promise<number> {
  return gateway.metric(`gateway_upstream_failures_total{service="bookings",kind="${kind}"}`);
}

test.each(['GET', 'POST'] as const)(
  'a %s whose connection is reset after sending is answered 502 and was sent once, though another replica is ready',
  async (method) => {
    const replicas = await Promise.all(
      [1, 2].map(() => startUpstream((received) => received.socket.resetAndDestroy())),
    );
    const gateway = await gatewayOver(replicas);
    const body = method === 'POST' ? '{"seats":2}' : null;
    const answer = await request(`${gateway.url}/api/users`, { method, body });
    expect(answer.statusCode).toBe(502);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await answer.body.json()).toMatchObject({
      type: 'urn:rehearse:problem:upstream-failed',
      status: 502,
    });
    expect(replicas.flatMap(({ received }) => received)).toHaveLength(1);
    expect(await failures(gateway, 'reset')).toBe(1);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({
        msg: 'upstream request failed',
        upstream: 'bookings',
        kind: 'reset',
        replica: expect.stringMatching(/^upstream-/) as string,
        requestId: answer.headers['x-request-id'],
        cause: expect.any(String) as string,
      }),
    );
  },
);

test('a connection ended without an answer is 502, and so is an answer that is not HTTP', async () => {
  const upstream = await startUpstream(({ socket, url }) => {
    socket.end(url === '/users/mute' ? '' : 'SSH-2.0-OpenSSH\r\n');
  });
  const gateway = await gatewayOver([upstream]);
  expect((await request(`${gateway.url}/api/users/mute`)).statusCode).toBe(502);
  expect((await request(`${gateway.url}/api/users/ssh`)).statusCode).toBe(502);
  expect([await failures(gateway, 'reset'), await failures(gateway, 'protocol')]).toEqual([1, 1]);
});

test('an answer that stops in its middle is broken off for the client as well', async () => {
  const upstream = await startUpstream((received, response) => {
    response.writeHead(200, received.url === '/users/1' ? { 'content-length': '10' } : {});
    response.write('half', () => received.socket.resetAndDestroy());
  });
  const gateway = await gatewayOver([upstream]);
  for (const path of ['/api/users/1', '/api/users/chunked']) {
    const { statusCode, body } = await request(`${gateway.url}${path}`);
    expect(statusCode).toBe(200);
    await expect(body.text()).rejects.toThrow('other side closed');
  }
  expect(await failures(gateway, 'truncated')).toBe(2);
});

test('a replica silent for longer than the limit is answered 504, and its connection is closed', async () => {
  const upstream = await startUpstream(() => {});
  const gateway = await gatewayOver([upstream], { routeTimeoutMs: 50 });
  const answer = await request(`${gateway.url}/api/users/1`);
  expect(answer.statusCode).toBe(504);
  expect(await answer.body.json()).toMatchObject({
    type: 'urn:rehearse:problem:upstream-timeout',
    detail: expect.stringContaining('within 50 ms') as string,
  });
  await until(() => expect(upstream.connections.size).toBe(0));
  expect([upstream.received.length, await failures(gateway, 'timeout')]).toEqual([1, 1]);
});

test('a route may have a limit of its own', async () => {
  const upstream = await startUpstream((received, response) => {
    if (received.url === '/users') setTimeout(() => response.end(), 200);
  });
  const routeTimeoutsMs = new Map([['/api/users/:id', 50]]);
  const gateway = await gatewayOver([upstream], { routeTimeoutsMs });
  const [one, all] = await Promise.all(
    ['/api/users/1', '/api/users'].map((path) => request(gateway.url + path)),
  );
  expect([one?.statusCode, all?.statusCode]).toEqual([504, 200]);
  expect(await one?.body.json()).toMatchObject({ detail: expect.stringContaining('within 50 ms') as string });
});

test('a replica that falls silent in the middle of its answer is broken off', async () => {
  const upstream = await startUpstream((_request, response) => void response.write('half'));
  const gateway = await gatewayOver([upstream], { routeTimeoutMs: 50 });
  const { body } = await request(`${gateway.url}/api/users/1`);
  await expect(body.text()).rejects.toThrow('other side closed');
  await until(() => expect(upstream.connections.size).toBe(0));
});

test('a replica that answers slowly but steadily is not cut off by the limit', async () => {
  const upstream = await startUpstream((_request, response) => {
    let ticks = 0;
    const timer = setInterval(() => {
      response.write('.');
      ticks += 1;
      if (ticks === 9) response.end();
      if (ticks === 9) clearInterval(timer);
    }, 100);
  });
  const gateway = await gatewayOver([upstream], { routeTimeoutMs: 600 });
  expect(await (await request(`${gateway.url}/api/users/1`)).body.text()).toBe('.........');
});

test("a client slow with its own body is not held against the replica's limit", async () => {
  const upstream = await startUpstream((received, response) => received.pipe(response));
  const gateway = await gatewayOver([upstream], { routeTimeoutMs: 500 });
  const upload = new PassThrough();
  const answer = request(`${gateway.url}/api/users`, { method: 'POST', body: upload });
  upload.write('first ');
  await until(() => expect(upstream.received).toHaveLength(1));
  await delay(1100);
  upload.end('last');
  expect(await (await answer).body.text()).toBe('first last');
  expect(await failures(gateway, 'timeout')).toBe(0);
});

test('a client that goes away cancels its request at the replica', async () => {
  const held: ServerResponse[] = [];
  const upstream = await startUpstream((_request, response) => void held.push(response));
  const gateway = await gatewayOver([upstream]);
  const { hostname, port } = new URL(gateway.url);
  const client = connect(Number(port), hostname);
  client.write('GET /api/users/1 HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(() => expect(held).toHaveLength(1));
  const closed = once(held[0] as ServerResponse, 'close');
  client.destroy();
  await closed;
  expect(await failures(gateway, 'reset')).toBe(0);
});

test('a client that goes away in the middle of its body cancels the rest of it', async () => {
  const upstream = await startUpstream((received) => received.resume());
  const gateway = await gatewayOver([upstream]);
  const { hostname, port } = new URL(gateway.url);
  const client = connect(Number(port), hostname);
  client.write('POST /api/users HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
  await until(() => expect(upstream.received).toHaveLength(1));
  client.destroy();
  await until(() => expect(upstream.connections.size).toBe(0));
  expect(upstream.received[0]?.complete).toBe(false);
  expect(await failures(gateway, 'reset')).toBe(0);
});

test('with no ready replica the answer is 503 with Retry-After', async () => {
  const upstream = await startUpstream((_request, response) => response.end());
  const gateway = await gatewayOver([upstream]);
  upstream.ready = false;
  await until(async () => expect(await gateway.readyReplicas()).toBe(0));
  const answer = await request(`${gateway.url}/api/users`, { method: 'POST', body: 'x'.repeat(100_000) });
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(await answer.body.json()).toMatchObject({ type: 'urn:rehearse:problem:no-ready-replica' });
  expect(await failures(gateway, 'no_replica')).toBe(1);
});

test.each([
  ['answers without reading the body', 413, (response: ServerResponse) => response.writeHead(413).end()],
  [
    'breaks off in the middle of the body',
    502,
    (response: ServerResponse) => response.req.socket.resetAndDestroy(),
  ],
] as const)(
  'when a replica %s, a client still sending is told %i and can go on',
  async (_title, status, refuse) => {
    const held: ServerResponse[] = [];
    const upstream = await startUpstream((_request, response) => void held.push(response));
    const gateway = await gatewayOver([upstream]);
    const { hostname, port } = new URL(gateway.url);
    const client = connect(Number(port), hostname);
    onTestFinished(() => void client.destroy());
    // More than the buffers on the way hold, so that the gateway has stopped reading when the replica refuses.
    const half = Buffer.alloc(60_000_000);
    let answers = '';
    client.setEncoding('latin1').on('data', (text: string) => (answers += text));
    for (const times of [1, 2]) {
      client.write(`POST /api/users HTTP/1.1\r\nHost: a\r\nContent-Length: ${2 * half.length}\r\n\r\n`);
      client.write(half);
      await until(() => expect(held).toHaveLength(1));
      await stalled(client);
      refuse(held.pop() as ServerResponse);
      await until(() => expect(answers.match(/HTTP\/1.1 \d+/g)).toHaveLength(times));
      client.write(half);
    }
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, `HTTP/1.1 ${status}`]);
    expect(upstream.received).toHaveLength(2);
  },
);

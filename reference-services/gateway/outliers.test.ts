import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { type GatewayOptions, type RunningGateway, gatewayOver } from './fixtures/gateway.ts';
import { until } from '../testing/until.ts';
import { type Upstream, nobody, startUpstream } from './fixtures/upstream.ts';

const OFTEN: GatewayOptions = { ejectionConsecutiveFailures: 3 };
const FOR_GOOD: GatewayOptions = { ...OFTEN, ejectionBaseMs: 3_600_000, ejectionMaxMs: 3_600_000 };
const BRIEFLY: GatewayOptions = { ...OFTEN, ejectionBaseMs: 20, ejectionMaxMs: 40 };

const ok: RequestListener = (_request, response) => response.end('ok');
const failing: RequestListener = (_request, response) => response.writeHead(500).end();

async function get({ url }: RunningGateway): Promise<number> {
  const { statusCode, body } = await request(`${url}/api/users/1`);
  await body.dump().catch(() => undefined);
  return statusCode;
}

async function many(gateway: RunningGateway, count: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (let sent = 0; sent < count; sent += 1) {
    const status = await get(gateway);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}

function ejections(gateway: RunningGateway, reason: string): Promise<number> {
  return gateway.metric(`gateway_ejections_total{service="bookings",reason="${reason}"}`);
}

function ejected(gateway: RunningGateway): Promise<number> {
  return gateway.metric('gateway_ejected_replicas{service="bookings"}');
}

/** Asks until one is ejected, and gives the answers. */
async function untilEjected(gateway: RunningGateway): Promise<readonly number[]> {
  const statuses: number[] = [];
  await until(async () => {
    statuses.push(await get(gateway));
    expect(await ejected(gateway)).toBe(1);
  });
  return statuses;
}

/** Of three replicas the first does as told. */
async function threeWith(bad: RequestListener, options: GatewayOptions) {
  const outlier = await startUpstream(bad);
  const sound = await Promise.all([1, 2].map(() => startUpstream(ok)));
  return { outlier, sound, gateway: await gatewayOver([outlier, ...sound], options) };
}

test.each<[string, string, number, RequestListener]>([
  ['answers 500', 'status', 500, failing],
  ['answers 503 without Retry-After', 'status', 503, (_request, response) => response.writeHead(503).end()],
  ['resets', 'reset', 502, ({ socket }) => socket.resetAndDestroy()],
  ['hangs', 'timeout', 504, () => {}],
  ['speaks something else', 'protocol', 502, ({ socket }) => socket.end('SSH-2.0\r\n')],
  [
    'stops in the middle of its answers',
    'truncated',
    200,
    ({ socket }, response) =>
      response.writeHead(200, { 'content-length': 9 }).write('half', () => socket.resetAndDestroy()),
  ],
])('one of three that %s gets nothing more, and the others serve', async (_title, reason, status, bad) => {
  // Longer than a busy machine keeps the sound ones from answering.
  const { outlier, sound, gateway } = await threeWith(bad, { ...FOR_GOOD, routeTimeoutMs: 1500 });
  expect(await untilEjected(gateway)).toContain(status);
  expect(gateway.log).toContainEqual(
    expect.objectContaining({
      msg: 'replica ejected',
      level: 'warn',
      replica: outlier.instance,
      reason,
      durationMs: 3_600_000,
    }),
  );
  expect(await ejections(gateway, reason)).toBe(1);
  const before = outlier.received.length;
  expect(before).toBe(3);
  expect(await many(gateway, 60)).toEqual({ 200: 60 });
  expect(outlier.received.length).toBe(before);
  for (const { received } of sound) expect(received.length).toBeGreaterThan(10);
  expect(await gateway.readyReplicas()).toBe(3);
});

test('one that heals comes back by one trial, and gets its share again', async () => {
  let isBroken = true;
  const heal = (asked: IncomingMessage, response: ServerResponse) =>
    isBroken ? failing(asked, response) : ok(asked, response);
  const { outlier, gateway } = await threeWith(heal, BRIEFLY);
  await untilEjected(gateway);
  await until(async () => {
    await get(gateway);
    expect(await ejections(gateway, 'status')).toBeGreaterThan(3);
  });
  isBroken = false;
  await until(async () => {
    await get(gateway);
    expect(await ejected(gateway)).toBe(0);
  });
  expect(gateway.log).toContainEqual(
    expect.objectContaining({ msg: 'replica let back after a trial', replica: outlier.instance }),
  );
  const before = outlier.received.length;
  expect(await many(gateway, 60)).toEqual({ 200: 60 });
  expect(outlier.received.length - before).toBeGreaterThan(5);
});

test('while a trial is under way no other request comes beside it', async () => {
  const held: ServerResponse[] = [];
  let isBroken = true;
  const { outlier, gateway } = await threeWith((asked, response) => {
    if (isBroken) failing(asked, response);
    else held.push(response);
  }, BRIEFLY);
  await untilEjected(gateway);
  isBroken = false;
  const underWay: Promise<number>[] = [];
  await until(() => {
    underWay.push(get(gateway));
    expect(held).toHaveLength(1);
  });
  const before = outlier.received.length;
  expect(await many(gateway, 60)).toEqual({ 200: 60 });
  expect([held.length, outlier.received.length]).toEqual([1, before]);
  held[0]?.end('ok');
  expect(new Set(await Promise.all(underWay)).has(200)).toBe(true);
  await until(async () => expect(await ejected(gateway)).toBe(0));
});

test('when all fail they are tried on, and the answers are theirs', async () => {
  const replicas = await Promise.all([1, 2, 3].map(() => startUpstream(failing)));
  const gateway = await gatewayOver(replicas, FOR_GOOD);
  expect(await many(gateway, 60)).toEqual({ 500: 60 });
  expect(await ejected(gateway)).toBe(1);
  expect(replicas.reduce((sum, { received }) => sum + received.length, 0)).toBe(60);
  expect(gateway.log).toContainEqual(
    expect.objectContaining({ msg: 'replica fails; too few others', reason: 'status' }),
  );
});

test('the only replica is never ejected', async () => {
  const gateway = await gatewayOver([await startUpstream(failing)], { ...FOR_GOOD, ejectionMaxPercent: 100 });
  expect(await many(gateway, 20)).toEqual({ 500: 20 });
  expect(await ejected(gateway)).toBe(0);
});

test('an ejected one answers when no other is ready any more', async () => {
  const { outlier, sound, gateway } = await threeWith(failing, FOR_GOOD);
  await untilEjected(gateway);
  for (const upstream of sound) upstream.ready = false;
  await until(async () => expect(await gateway.readyReplicas()).toBe(1));
  const before = outlier.received.length;
  expect(await many(gateway, 5)).toEqual({ 500: 5 });
  expect(outlier.received.length).toBe(before + 5);
});

test('a deliberate 503, what a client does wrong and a client that leaves are no failures', async () => {
  const replicas: Upstream[] = [];
  for (let count = 0; count < 2; count += 1) {
    const answer: RequestListener = ({ url }, response) => {
      if (url === '/users/1') response.writeHead(503, { 'retry-after': '1' }).end();
      else if (url === '/users/wrong') response.writeHead(400).end();
    };
    replicas.push(await startUpstream(answer));
  }
  const gateway = await gatewayOver(replicas, { ...FOR_GOOD, ejectionConsecutiveFailures: 1 });
  expect(await many(gateway, 10)).toEqual({ 503: 10 });
  expect((await request(`${gateway.url}/api/users/wrong`)).statusCode).toBe(400);
  const leaving = new AbortController();
  const left = request(`${gateway.url}/api/users/silent`, { signal: leaving.signal });
  await until(() => expect(replicas.flatMap(({ received }) => received)).toHaveLength(12));
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await until(() => expect(replicas.map(({ connections }) => connections.size)).toContain(0));
  expect(await ejected(gateway)).toBe(0);
});

test('one that says it is ready and refuses connections is ejected in the end, and loses no request', async () => {
  const alive = await startUpstream(ok);
  const deaf = await startUpstream(ok);
  const gateway = await gatewayOver([alive, { ...deaf, address: await nobody() }], {
    ...FOR_GOOD,
    pollIntervalMs: 10,
  });
  await until(async () => {
    expect(await get(gateway)).toBe(200);
    expect(await ejections(gateway, 'connect')).toBe(1);
  });
});

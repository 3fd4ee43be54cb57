import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { gatewayOver } from './fixtures/gateway.ts';
import { nobody, startUpstream } from './fixtures/upstream.ts';
import { until } from '../testing/until.ts';

const ok: Parameters<typeof startUpstream>[0] = (_request, response) => response.end('ok');

async function get(url: string): Promise<number> {
  const { statusCode, body } = await request(`${url}/api/users/1`);
  await body.dump();
  return statusCode;
}

async function many(url: string, count: number, atOnce: number): Promise<number[]> {
  const statuses: number[] = [];
  let left = count;
  const work = Array.from({ length: atOnce }, async () => {
    for (; left > 0; statuses.push(await get(url))) left -= 1;
  });
  await Promise.all(work);
  return statuses;
}

test('three replicas get roughly equal shares', async () => {
  const replicas = await Promise.all([1, 2, 3].map(() => startUpstream(ok)));
  const gateway = await gatewayOver(replicas);
  const statuses = await many(gateway.url, 900, 8);
  expect(new Set(statuses)).toEqual(new Set([200]));
  for (const { received } of replicas) {
    expect(received.length).toBeGreaterThan(200);
    expect(received.length).toBeLessThan(400);
  }
});

test('a replica that does not finish what it has gets less', async () => {
  const held: ServerResponse[] = [];
  const stuck = await startUpstream((_request, response) => void held.push(response));
  const quick = await startUpstream(ok);
  const gateway = await gatewayOver([stuck, quick]);
  const work = many(gateway.url, 200, 4);
  await until(() => expect(quick.received.length).toBeGreaterThan(190));
  expect(held.length).toBeLessThanOrEqual(4);
  for (const response of held) response.end();
  await work;
});

test('a replica that turns not-ready gets nothing more, and what it has in flight finishes', async () => {
  const held: ServerResponse[] = [];
  const leaving = await startUpstream((_request, response) => void held.push(response));
  const gateway = await gatewayOver([leaving]);
  const inFlight = get(gateway.url);
  await until(() => expect(held).toHaveLength(1));
  const staying = await startUpstream(ok);
  await gateway.list(leaving, staying);
  await until(async () => expect(await gateway.readyReplicas()).toBe(2));
  leaving.ready = false;
  await until(async () => expect(await gateway.readyReplicas()).toBe(1));
  expect(new Set(await many(gateway.url, 50, 4))).toEqual(new Set([200]));
  expect([leaving.received.length, staying.received.length]).toEqual([1, 50]);
  held[0]?.end();
  expect(await inFlight).toBe(200);
});

test('the last replica gets what comes while it says goodbye and its successor is not seen yet', async () => {
  const leaving = await startUpstream(ok);
  const gateway = await gatewayOver([leaving], { farewellMs: 60_000 });
  leaving.ready = false;
  await until(async () => expect(await gateway.readyReplicas()).toBe(0));
  expect(await get(gateway.url)).toBe(200);
  const successor = await startUpstream(ok);
  await gateway.list(leaving, successor);
  await until(async () => expect(await gateway.readyReplicas()).toBe(1));
  expect(new Set(await many(gateway.url, 20, 4))).toEqual(new Set([200]));
  expect([leaving.received.length, successor.received.length]).toEqual([1, 20]);
});

test('a goodbye is over when the replica is silent, and one that never was ready says none', async () => {
  const leaving = await startUpstream(ok);
  const gateway = await gatewayOver([leaving], { farewellMs: 60_000 });
  leaving.ready = false;
  await until(async () => expect(await gateway.readyReplicas()).toBe(0));
  await leaving.close();
  const early = await startUpstream(ok);
  early.ready = false;
  await gateway.list(leaving, early);
  await until(async () => expect(await get(gateway.url)).toBe(503));
  expect(early.received).toEqual([]);
});

test('a replica that has left the list gets nothing more, and what it has in flight finishes', async () => {
  const held: ServerResponse[] = [];
  const leaving = await startUpstream((_request, response) => void held.push(response));
  const staying = await startUpstream(ok);
  const gateway = await gatewayOver([leaving]);
  const inFlight = get(gateway.url);
  await until(() => expect(held).toHaveLength(1));
  await gateway.list(staying);
  await until(() =>
    expect(gateway.log).toContainEqual(expect.objectContaining({ replica: staying.instance })),
  );
  expect(await gateway.readyReplicas()).toBe(1);
  expect(await get(gateway.url)).toBe(200);
  expect([leaving.received.length, staying.received.length]).toEqual([1, 1]);
  held[0]?.end();
  expect(await inFlight).toBe(200);
  await until(() => expect(leaving.connections.size).toBe(0));
});

test('a refused connection sends the request, body and all, to another replica and takes the first one out', async () => {
  const alive = await startUpstream((received, response) => received.pipe(response));
  const gone = await startUpstream(ok);
  const gateway = await gatewayOver([alive, { ...gone, address: await nobody() }], {
    pollIntervalMs: 60_000,
  });
  const bodies = Array.from({ length: 20 }, (_, i) => `body ${i}`);
  for (const body of bodies) {
    const answer = await request(`${gateway.url}/api/users`, { method: 'POST', body });
    expect([answer.statusCode, await answer.body.text()]).toEqual([200, body]);
  }
  expect(alive.received).toHaveLength(20);
  expect(await gateway.metric('gateway_upstream_failures_total{service="bookings",kind="connect"}')).toBe(1);
  expect(await gateway.readyReplicas()).toBe(1);
});

test('the next poll that finds a replica ready brings it back', async () => {
  const upstream = await startUpstream(ok);
  const gateway = await gatewayOver([upstream]);
  upstream.ready = false;
  await until(async () => expect(await get(gateway.url)).toBe(503));
  upstream.ready = true;
  await until(async () => expect(await get(gateway.url)).toBe(200));
});

test('an answer with Connection: close asks the replica at once whether it is still ready', async () => {
  const saying = await startUpstream((_request, response) => {
    saying.ready = false;
    response.writeHead(200, { connection: 'close' }).end();
  });
  const gateway = await gatewayOver([saying], { pollIntervalMs: 60_000 });
  expect(await get(gateway.url)).toBe(200);
  await until(async () => expect(await get(gateway.url)).toBe(503));
});

test('an idle connection is closed by the gateway, and never first by the replica', async () => {
  const upstream = await startUpstream(ok);
  const gateway = await gatewayOver([upstream]);
  await get(gateway.url);
  await until(() => expect(upstream.connections.size).toBe(0));
  expect(upstream.endedByPeer).toBe(1);
});

test('readiness names each service without a ready replica', async () => {
  const bookings = await startUpstream(ok);
  const gateway = await gatewayOver([bookings]);
  expect(gateway.health.readiness()).toEqual({
    status: 'not-ready',
    reasons: [
      { name: 'events', detail: expect.stringContaining('no replica is known yet from file:') as string },
    ],
  });
  const events = await startUpstream(ok);
  await gateway.list(bookings, { ...events, service: 'events' });
  await until(() => expect(gateway.health.readiness()).toEqual({ status: 'ready' }));
  bookings.ready = false;
  await until(() =>
    expect(gateway.health.readiness()).toMatchObject({
      reasons: [{ name: 'bookings', detail: expect.stringContaining('no replica is ready of 1') as string }],
    }),
  );
});

import { once } from 'node:events';
import { type RequestListener, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { nobody } from './fixtures/upstream.ts';
import { ReadinessPoll } from './readiness-poll.ts';
import { until } from '../testing/until.ts';

const SELDOM_MS = 3_600_000;
const READY = JSON.stringify({ status: 'ready' });

async function pollOf(answer: RequestListener, intervalMs: number) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const verdicts: (string | undefined)[] = [];
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const poll = new ReadinessPoll(address, intervalMs, (reason) => verdicts.push(reason));
  onTestFinished(() => {
    poll.close();
    server.closeAllConnections();
    server.close();
  });
  return { poll, verdicts };
}

test('a replica is asked at once and again at each interval, on one connection', async () => {
  const ports = new Set<number | undefined>();
  const { verdicts } = await pollOf((request, response) => {
    ports.add(request.socket.remotePort);
    response.end(READY);
  }, 5);
  await until(() => expect(verdicts.length).toBeGreaterThan(5));
  expect(new Set(verdicts)).toEqual(new Set([undefined]));
  expect(ports.size).toBe(1);
});

test.each([
  [
    'its own reasons',
    { status: 'not-ready', reasons: [{ name: 'database', detail: 'gone' }] },
    'database: gone',
  ],
  ['no answer of a service', { hello: 'world' }, 'did not answer as a service'],
])('a verdict of not ready says why: %s', async (_title, answer, expected) => {
  const { verdicts } = await pollOf((_request, response) => response.end(JSON.stringify(answer)), SELDOM_MS);
  await until(() => expect(verdicts[0]).toContain(expected));
});

test('nobody listening is not ready', async () => {
  const verdicts: (string | undefined)[] = [];
  const poll = new ReadinessPoll(await nobody(), SELDOM_MS, (reason) => verdicts.push(reason));
  onTestFinished(() => poll.close());
  await until(() => expect(verdicts[0]).toContain('ECONNREFUSED'));
});

test('a poll that began before the replica was distrusted is not believed', async () => {
  const held: ServerResponse[] = [];
  const { poll, verdicts } = await pollOf((_request, response) => {
    if (held.push(response) > 1) response.end(READY);
  }, 20);
  await until(() => expect(held).toHaveLength(1));
  poll.distrust();
  held[0]?.end(JSON.stringify({ status: 'not-ready', reasons: [] }));
  await until(() => expect(verdicts.length).toBeGreaterThan(0));
  expect(verdicts[0]).toBeUndefined();
});

test('a silent replica is not ready, and polls do not pile up on it', async () => {
  let asked = 0;
  const { verdicts } = await pollOf(() => (asked += 1), 5);
  await until(() => expect(verdicts[0]).toBe('/readyz is silent for 1000 ms'));
  expect(asked).toBeLessThanOrEqual(2);
});

test('hurrying asks now, though not without limit', async () => {
  let asked = 0;
  const { poll, verdicts } = await pollOf((_request, response) => {
    asked += 1;
    response.end(READY);
  }, SELDOM_MS);
  await until(() => expect(verdicts).toHaveLength(1));
  await until(() => {
    for (let times = 0; times < 1000; times += 1) poll.hurry();
    expect(verdicts).toHaveLength(2);
  });
  expect(asked).toBe(2);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Redelivered } from './redelivered.ts';

async function replica(name: string, lines: () => string) {
  const server = createServer((_, response) => void response.end(lines())).listen(0, '127.0.0.1');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { service: 'events', name, pid: undefined, metricsUrl: `http://127.0.0.1:${port}/metrics`, close };
}

test('messages that came again are counted from the first look on, over replicas that come and go', async () => {
  let [looks, repeated] = [0, 5];
  const stays = await replica('events-1', () => {
    looks += 1;
    return `messages_repeated_total{name="a"} ${repeated}\nmessages_repeated_total{name="b"} 1\n`;
  });
  const goes = await replica('events-2', () => `messages_repeated_total{name="a"} ${repeated - 5}\n`);
  const redelivered = new Redelivered(() => [stays, goes]);
  await expect.poll(() => looks).toBeGreaterThan(0);
  repeated = 7;
  const before = looks;
  await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(before + 1);
  goes.close();
  repeated = 8;
  expect(await redelivered.finish()).toBe(8 - 5 + (7 - 5));
});

test('services that do not count them do not tell', async () => {
  const mute = await replica('events-1', () => 'up 1\n');
  expect(await new Redelivered(() => [mute]).finish()).toBeNull();
});

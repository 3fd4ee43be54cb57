import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runLoad } from './run-load.ts';
import { startNullServer } from './null-server.ts';
import { startTimedServer } from './timed-server.ts';

test('a timed server answers when its model says, and keeps an account without the warm-up', async () => {
  await using server = await startTimedServer(
    { kind: 'bimodal', delayMs: 10, slowMs: 40, slowEvery: 5 },
    100,
  );
  const { observation } = await runLoad(server.url, {
    ratePerSecond: 200,
    warmUpMs: 500,
    durationMs: 1500,
  });
  const { answered, tookMs, askedMs, lateMs } = await server.account();
  expect(answered).toBe(400);
  expect(observation.measured.ledger).toMatchObject({ scheduled: 300, ok: 300 });
  // Never before its time: 10 ms for four of five, 40 ms for one.
  expect(tookMs.p50).toBeGreaterThanOrEqual(9.99);
  expect(tookMs.p90).toBeGreaterThanOrEqual(39.9);
  expect(askedMs.p50).toBeCloseTo(10, 1);
  expect(askedMs.p90).toBeCloseTo(40, 0);
  expect(lateMs.max).toBeGreaterThan(0);
  expect(observation.measured.responseTimeMs.p50).toBeGreaterThanOrEqual(tookMs.p50!);
});

test('the null server answers every request, however its bytes are cut', async () => {
  await using server = await startNullServer();
  const { observation } = await runLoad(server.url, { ratePerSecond: 2000 });
  expect(observation.measured.ledger).toMatchObject({ scheduled: 1000, ok: 1000 });
  expect(await server.account()).toEqual({ answered: 1000 });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.setNoDelay(true);
  for (const part of [
    'GET / HTTP/1.1\r\nhost: a\r\n\r',
    '\n',
    'GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  ]) {
    await new Promise((resolve) => socket.write(part, resolve));
    await delay(20);
  }
  await expect.poll(async () => (await server.account()).answered).toBe(1003);
  socket.destroy();
});

test('a truth server that ends by itself is a problem, and nobody waits for its account', async () => {
  await using server = await startTimedServer({ kind: 'fixed', delayMs: 1 });
  process.kill(server.pid, 'SIGKILL');
  await expect(server.account()).rejects.toThrow('a truth server ended by itself: SIGKILL');
});

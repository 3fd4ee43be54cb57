import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { freePort } from '../model/free-port.ts';
import { lateStartSchema } from '../model/late-database-observation.ts';
import type { StartupSample } from '../model/startup-observation.ts';
import { type Launched, measureLateStart } from './late-start.ts';

const clock = startRunClock();

/** opsOf: an operational port that answers each path with a status and a body. */
async function opsOf(answers: Record<string, readonly [status: number, body: object]>): Promise<string> {
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, {}];
    response.writeHead(status).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const notReady = [503, { status: 'not-ready', reasons: [{ name: 'database', detail: '' }] }] as const;

async function measured(livez: number | undefined, ready: 'after' | 'before' | 'never') {
  const opsUrl = await opsOf({
    '/readyz': notReady,
    ...(livez !== undefined && { '/livez': [livez, {}] as const }),
  });
  const spawnedAtMs = clock.nowMs();
  const { promise, resolve, reject } = Promise.withResolvers<{ startup: StartupSample }>();
  const becomeReady = () => {
    const startup = { spawnedAtMs, spawnToReadyMs: clock.nowMs() - spawnedAtMs } as StartupSample;
    resolve({ startup });
  };
  const replica: Launched = {
    service: 'bookings',
    name: 'bookings-1',
    opsUrl,
    readyUrl: `${opsUrl}/readyz`,
    spawnedAtMs,
    ready: promise,
  };
  if (ready === 'before') becomeReady();
  const late = () => new Promise<void>((done) => void setTimeout(done, 200));
  const arrive = async () => {
    if (ready === 'never') reject(new Error('bookings-1 ended with 1'));
    else becomeReady();
  };
  const start = await measureLateStart({ replica, way: 'refuses', clock, late, arrive });
  expect(lateStartSchema.parse(start)).toEqual(start);
  return start;
}

test('a replica that lives, names what is missing and is ready once that is there has held out', async () => {
  const start = await measured(200, 'after');
  expect(start).toMatchObject({ readyTooSoon: false, failure: null, reasons: ['database'] });
  expect(start.readyAtMs).toBeGreaterThanOrEqual(start.databaseAtMs);
  expect(start.liveness).toMatchObject({ failed: 0 });
  expect(start.liveness.asked).toBeGreaterThan(1);
});

test('the databases do not come before the replica has given a sign of life', async () => {
  let [isUp, wasUp] = [false, false];
  const server = createServer((_, response) => response.writeHead(isUp ? 200 : 500).end('{}'));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = await freePort();
  const opsUrl = `http://127.0.0.1:${port}`;
  const { promise, resolve } = Promise.withResolvers<{ startup: StartupSample }>();
  const replica = { service: 'bookings', name: 'bookings-1', opsUrl, readyUrl: opsUrl, spawnedAtMs: 0 };
  setTimeout(() => {
    isUp = true;
    server.listen(port, '127.0.0.1');
  }, 300);
  await measureLateStart({
    replica: { ...replica, ready: promise },
    way: 'hangs',
    clock,
    late: async () => void (wasUp = isUp),
    arrive: async () => resolve({ startup: { spawnedAtMs: 0, spawnToReadyMs: 1 } as StartupSample }),
  });
  expect(wasUp).toBe(true);
});

test('one that does not say that it lives is seen not to', async () => {
  const { liveness } = await measured(503, 'after');
  expect(liveness.failed).toBe(liveness.asked);
  expect(liveness.failed).toBeGreaterThan(0);
});

test('one that has no such path is not accused', async () => {
  expect((await measured(undefined, 'after')).liveness).toEqual({ asked: 0, failed: 0 });
});

test('one that calls itself ready without its databases is ready too soon', async () => {
  expect(await measured(200, 'before')).toMatchObject({ readyTooSoon: true });
});

test('one that ends instead says why', async () => {
  expect(await measured(200, 'never')).toMatchObject({ readyAtMs: null, failure: 'bookings-1 ended with 1' });
});

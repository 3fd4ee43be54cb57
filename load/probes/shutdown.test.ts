import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import type { Stop } from '../model/shutdown-observation.ts';
import { type Held, holdRequests } from './hold-requests.ts';
import { type FixtureReplica, startFixture } from './replica.fixture.ts';
import { measureStop } from './shutdown.ts';

const clock = startRunClock();
const request = (index: number) => ({
  method: 'POST',
  path: `/events/${index}/bookings`,
  body: JSON.stringify({ userId: index, seats: 1 }),
});

const finishSoon = async (held: Held) => {
  await delay(100);
  held.finish();
};

const stop = (replica: FixtureReplica, signal: Stop['signal'] = 'SIGTERM', graceMs = 5_000) =>
  measureStop({
    target: replica.target,
    replica,
    signal,
    graceMs,
    cause: 'rolling-restart',
    held: { count: 5, request, afterSignal: finishSoon },
  });

describe('a replica that is stopped with five requests in flight', () => {
  test('loses none of them when it drains well', async () => {
    const replica = await startFixture(clock);
    const { stop: seen, answers } = await stop(replica);
    expect(seen).toMatchObject({
      replica: replica.name,
      cause: 'rolling-restart',
      inFlightAtSignal: 5,
      exitCode: 0,
      held: { requests: 5, answered: 5, lost: 0, failures: {} },
    });
    expect(answers.map(({ status, requestId }) => [status, requestId])).toEqual(
      [1, 2, 3, 4, 5].map((number) => [200, `held-${replica.name}-${number}`]),
    );
    expect(JSON.parse(answers[0]!.body)).toEqual({
      ok: true,
      instance: replica.name,
      bytes: request(0).body.length,
    });
  });

  test('loses none of them when they arrive piece by piece over the signal', async () => {
    const replica = await startFixture(clock);
    let sent: Promise<void> = Promise.resolve();
    const { stop: seen } = await measureStop({
      target: replica.target,
      replica,
      signal: 'SIGTERM',
      graceMs: 5_000,
      cause: 'single-stop',
      held: {
        count: 2,
        request,
        beforeSignal: async (held) => {
          sent = held.trickle(10, 400);
        },
        afterSignal: () => sent,
      },
    });
    expect(seen).toMatchObject({ exitCode: 0, inFlightAtSignal: 2, held: { answered: 2, lost: 0 } });
    expect(seen.drainTimeMs).toBeGreaterThan(200);
  });

  test('and answers some before the signal had only the others in flight', async () => {
    const replica = await startFixture(clock);
    const { stop: seen } = await measureStop({
      target: replica.target,
      replica,
      signal: 'SIGTERM',
      graceMs: 5_000,
      cause: 'single-stop',
      held: {
        count: 2,
        request,
        beforeSignal: async (held) => {
          held.finish();
          await held.ended();
        },
        afterSignal: () => Promise.resolve(),
      },
    });
    expect(seen).toMatchObject({ inFlightAtSignal: 0, held: { answered: 2 } });
  });

  test('loses all of them when it is killed', async () => {
    const { stop: seen, answers } = await stop(await startFixture(clock), 'SIGKILL');
    expect(seen).toMatchObject({
      inFlightAtSignal: 5,
      exitSignal: 'SIGKILL',
      held: { requests: 5, answered: 0, lost: 5 },
    });
    expect(Object.values(seen.held.failures)).toEqual([5]);
    expect(answers).toEqual([]);
  });

  test('is caught when it exits at once, although its exit code is clean', async () => {
    const { stop: seen } = await stop(await startFixture(clock, { BEHAVIOUR: 'drops' }));
    expect(seen).toMatchObject({ exitCode: 0, inFlightAtSignal: 5, held: { answered: 0, lost: 5 } });
  });

  test('loses them when it takes no notice and the grace period is over before they are', async () => {
    const { stop: seen } = await stop(await startFixture(clock, { BEHAVIOUR: 'ignores' }), 'SIGTERM', 20);
    expect(seen).toMatchObject({ exitSignal: 'SIGKILL', held: { answered: 0, lost: 5 } });
  });

  test('and answers them with a server error has lost them', async () => {
    const replica = await startFixture(clock, { BEHAVIOUR: 'fails-while-draining' });
    const { stop: seen } = await stop(replica);
    expect(seen.held).toEqual({ requests: 5, answered: 0, lost: 5, failures: { status: 5 } });
  });

  test('and does not take them in hand is seen to have had too few in flight', async () => {
    const replica = await startFixture(clock, { BEHAVIOUR: 'refuses' });
    const { stop: seen } = await measureStop({
      target: replica.target,
      replica,
      signal: 'SIGKILL',
      graceMs: 0,
      cause: 'scale-in',
      held: { count: 5, request, deadlineMs: 100 },
    });
    expect(seen.inFlightAtSignal).toBe(0);
  });

  test('whose stop fails leaves no connection open', async () => {
    const replica = await startFixture(clock);
    const failing = { stopReplica: () => Promise.reject(new Error('interrupted')) };
    const stopping = measureStop({
      target: failing,
      replica,
      signal: 'SIGTERM',
      graceMs: 0,
      cause: 'scale-in',
      held: { count: 5, request },
    });
    await expect(stopping).rejects.toThrow('interrupted');
    await expect
      .poll(async () => (await fetch(replica.metricsUrl)).text())
      .toContain('http_server_active_requests 0');
  });
});

describe('a held request is counted by how it ended', () => {
  const answering = async (whatToDo: (socket: Socket) => void) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => whatToDo(socket));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    return { name: 'raw', url: `http://127.0.0.1:${port}`, metricsUrl: 'http://127.0.0.1:1/metrics' };
  };
  const continued = 'HTTP/1.1 100 Continue\r\n\r\n';
  const afterTheRest = (end: (socket: Socket) => void) => (socket: Socket) => {
    socket.write(continued);
    socket.once('data', () => end(socket));
  };
  const held = async (replica: Awaited<ReturnType<typeof answering>>) => {
    const requests = await holdRequests(replica, { count: 2, request, deadlineMs: 200 });
    requests.finish();
    return requests;
  };

  test.each([
    ['closed', (socket: Socket) => void socket.end()],
    ['reset', (socket: Socket) => void socket.resetAndDestroy()],
    [
      'truncated',
      (socket: Socket) => void socket.end('HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{"i'),
    ],
    ['status', (socket: Socket) => void socket.end('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n')],
  ])('%s', async (kind, end) => {
    const requests = await held(await answering(afterTheRest(end)));
    expect(requests.inFlight).toBe(2);
    expect((await requests.ended()).held).toEqual({
      requests: 2,
      answered: 0,
      lost: 2,
      failures: { [kind]: 2 },
    });
  });

  test('timeout', async () => {
    const requests = await held(await answering(afterTheRest(() => {})));
    requests.giveUp();
    expect((await requests.ended()).held.failures).toEqual({ timeout: 2 });
  });

  test('refused, and then it was never in flight', async () => {
    const nobody = { name: 'raw', url: 'http://127.0.0.1:1', metricsUrl: 'http://127.0.0.1:1/metrics' };
    const requests = await held(nobody);
    expect(requests.inFlight).toBe(0);
    expect((await requests.ended()).held.failures).toEqual({ refused: 2 });
  });

  test('a server that sends no 100 Continue and counts nothing proves nothing', async () => {
    const requests = await held(await answering(() => {}));
    requests.giveUp();
    expect(requests.inFlight).toBe(0);
  });
});

test('a replica without 100 Continue is believed what it counts itself', async () => {
  const replica = await startFixture(clock, { BEHAVIOUR: 'no-continue' });
  const requests = await holdRequests(replica, { count: 3, request, deadlineMs: 100 });
  onTestFinished(() => requests.giveUp());
  expect(requests.inFlight).toBe(3);
});

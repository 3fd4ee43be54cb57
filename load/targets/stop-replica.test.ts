import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { processTarget } from './process.ts';
import { type Reaper, startReaper } from './reaper.ts';

const script = fileURLToPath(new URL('service.fixture.ts', import.meta.url));
const clock = startRunClock();
let guard: Reaper;
beforeAll(async () => void (guard = await startReaper()));
afterAll(() => guard.close());

async function startOne(env: Record<string, string>, signal?: AbortSignal) {
  const spec = {
    name: 'bookings',
    command: [process.execPath, script] as const,
    env,
    replicas: 1,
    readyPath: '/readyz',
    metricsPath: '/metrics',
  };
  const target = await processTarget.start(
    { services: [spec], entry: 'bookings' },
    { clock, guard, startDeadlineMs: 5_000, ...(signal && { signal }) },
  );
  onTestFinished(async () => void (await target.stop({ graceMs: 0 })));
  return { target, replica: target.replicas()[0]! };
}

test('a replica that drains is seen not ready before it exits, and its own account is kept', async () => {
  const { target, replica } = await startOne({ DRAIN_DELAY_MS: '150' });
  await fetch(replica.url, { method: 'POST', body: 'x' });
  const stop = await target.stopReplica(replica, 'SIGTERM', 5_000);
  expect(stop).toMatchObject({
    service: 'bookings',
    replica: 'bookings-1',
    signal: 'SIGTERM',
    exitCode: 0,
    exitSignal: null,
    forced: false,
    lastLog: { served: 1, openRequests: 0, openConnections: 0 },
  });
  expect(stop.timeToNotReadyMs).toBeGreaterThan(0);
  expect(stop.timeToNotReadyMs).toBeLessThan(stop.drainTimeMs);
  expect(stop.drainTimeMs).toBeGreaterThanOrEqual(150);
  expect(stop.lastLog?.drainMs).toBeLessThanOrEqual(stop.drainTimeMs);
  expect(target.unexpectedExits()).toEqual([]);
});

test('a replica that takes no notice is killed when the grace period is over', async () => {
  const { target, replica } = await startOne({ BEHAVIOUR: 'ignores' });
  const stop = await target.stopReplica(replica, 'SIGTERM', 200);
  expect(stop).toMatchObject({
    exitCode: null,
    exitSignal: 'SIGKILL',
    forced: true,
    timeToNotReadyMs: null,
    lastLog: null,
  });
  expect(stop.drainTimeMs).toBeGreaterThanOrEqual(200);
});

test('a replica that exits at once was never seen not ready: no answer is no sign', async () => {
  const { target, replica } = await startOne({ BEHAVIOUR: 'drops' });
  const stop = await target.stopReplica(replica, 'SIGTERM', 5_000);
  expect(stop).toMatchObject({ exitCode: 0, forced: false, timeToNotReadyMs: null, lastLog: null });
});

test('SIGKILL ends a replica without its having a say', async () => {
  const { target, replica } = await startOne({});
  const stop = await target.stopReplica(replica, 'SIGKILL', 5_000);
  expect(stop).toMatchObject({
    signal: 'SIGKILL',
    exitCode: null,
    exitSignal: 'SIGKILL',
    forced: false,
    timeToNotReadyMs: null,
    lastLog: null,
  });
});

test('the wait for an exit ends when nobody wants it any more, and stopping ends the replica', async () => {
  const abort = new AbortController();
  const { target, replica } = await startOne({ BEHAVIOUR: 'ignores' }, abort.signal);
  const stopping = target.stopReplica(replica, 'SIGTERM', 60_000);
  abort.abort(new Error('not wanted'));
  await expect(stopping).rejects.toThrow('not wanted');
  await target.stop({ graceMs: 50 });
  expect(target.replicas()).toEqual([]);
});

test('a replica that is gone cannot be stopped again', async () => {
  const { target, replica } = await startOne({});
  await target.stopReplica(replica, 'SIGKILL', 5_000);
  await expect(target.stopReplica(replica, 'SIGKILL', 5_000)).rejects.toThrow('bookings-1 does not run');
});

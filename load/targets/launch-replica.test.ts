import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import type { StartedLocalTarget } from './local-target.ts';
import { processTarget } from './process.ts';
import { type Reaper, startReaper } from './reaper.ts';

const script = fileURLToPath(new URL('service.fixture.ts', import.meta.url));
const clock = startRunClock();
let guard: Reaper;
beforeAll(async () => void (guard = await startReaper()));
afterAll(() => guard.close());

async function target(behaviour: string): Promise<StartedLocalTarget> {
  const service = {
    name: 'bookings',
    command: [process.execPath, script] as [string, string],
    env: { BEHAVIOUR: behaviour },
    replicas: 0,
    readyPath: '/readyz',
    metricsPath: '/metrics',
  };
  const system = { services: [service], entry: 'bookings' };
  const started = await processTarget.start(system, { clock, guard, startDeadlineMs: 5_000 });
  onTestFinished(async () => void (await started.stop({ graceMs: 0 })));
  return started;
}

test('a replica that is launched is there before it is ready, and then as any other', async () => {
  const started = await target('good');
  const launched = await started.launchReplica('bookings');
  expect(started.replicas()).toEqual([]);
  const replica = await launched.ready;
  expect(replica).toMatchObject({ name: launched.name, pid: launched.pid, url: launched.url });
  expect(started.replicas()).toEqual([replica]);
  const stop = await launched.stop('SIGTERM', 5_000);
  expect(stop).toMatchObject({ exitCode: 0, forced: false });
  expect(stop.timeToNotReadyMs).not.toBeNull();
  expect(started.replicas()).toEqual([]);
});

test('one that is ended before it is ready has no time to not-ready, and its end is no surprise', async () => {
  const started = await target('never-ready');
  const launched = await started.launchReplica('bookings');
  await expect
    .poll(() =>
      fetch(launched.readyUrl).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(503);
  const stop = await launched.stop('SIGTERM', 5_000);
  expect(stop).toMatchObject({ exitCode: 0, timeToNotReadyMs: null });
  await expect(launched.ready).rejects.toThrow('bookings-1');
  expect(started.unexpectedExits()).toEqual([]);
});

test('a second signal while it drains ends one that takes it so', async () => {
  const started = await target('ignores');
  const replica = await (await started.launchReplica('bookings')).ready;
  const first = started.stopReplica(replica, 'SIGTERM', 5_000);
  const second = await started.stopReplica(replica, 'SIGKILL', 0);
  expect(second.exitSignal).toBe('SIGKILL');
  expect(await first).toMatchObject({ exitSignal: 'SIGKILL', forced: false });
});

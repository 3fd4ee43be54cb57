import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import type { ServiceSpec } from '../model/system.ts';
import { smallService, type UnderTest, underTest, withoutHandler } from './conformance.fixture.ts';
import { markVariable } from './reaper-messages.ts';
import { type Reaper, startReaper } from './reaper.ts';
import {
  isInspectable,
  isLaunchable,
  isScalable,
  isSignalable,
  type Launchable,
  type Scalable,
  type Signalable,
  type StartedTarget,
  type StartOptions,
} from './target.ts';

const harness = fileURLToPath(new URL('harness.fixture.ts', import.meta.url));
const clock = startRunClock();

for (const one of underTest) {
  describe.skipIf(one.lacking)(`the target ${one.name}`, () => {
    let guard: Reaper;
    let unprepare: (() => void) | undefined;
    beforeAll(async () => {
      guard = await startReaper();
      unprepare = one.prepare?.();
    }, 60_000);
    afterAll(async () => {
      unprepare?.();
      await guard.close();
    });

    const start = (services: ServiceSpec[], options: Partial<StartOptions> = {}) =>
      startOn(one, services, { clock, guard, startDeadlineMs: 10_000, ...options });
    const left = () => one.leftBy(guard.environment[markVariable] ?? '');

    test('starts replicas that answer under their own names, scales them up and down, and leaves nothing', async () => {
      const target = await start([smallService('events'), smallService('bookings')]);
      const [first] = target.replicas('bookings');
      const second = await target.addReplica('bookings');
      expect(target.replicas().map(({ name }) => name)).toEqual(['bookings-1', 'bookings-2', 'events-1']);
      for (const { url, readyUrl, name } of target.replicas()) {
        expect((await fetch(url)).headers.get('x-instance-id')).toBe(name);
        expect((await fetch(readyUrl)).status).toBe(200);
      }
      expect(target.entryUrl).toBe(first?.url);

      const stop = await target.stopReplica(first!, 'SIGTERM', 5_000);
      expect(stop).toMatchObject({
        replica: 'bookings-1',
        exitCode: 0,
        exitSignal: null,
        forced: false,
        lastLog: { openRequests: 0 },
      });
      expect(stop.timeToNotReadyMs).toBeGreaterThan(0);
      expect(stop.drainTimeMs).toBeGreaterThanOrEqual(stop.lastLog!.drainMs);
      expect(target.replicas('bookings')).toEqual([second]);
      expect(target.unexpectedExits()).toEqual([]);

      await target.stop();
      await target.stop();
      expect(target.replicas()).toEqual([]);
      expect(left()).toEqual([]);
    });

    test('tells when each listened and was ready, what it says of that itself, and its process', async () => {
      const target = await start([smallService('bookings')]);
      const [{ startup, pid }] = target.replicas() as [ReturnType<StartedTarget['replicas']>[number]];
      expect(startup.spawnToListeningMs).toBeGreaterThan(0);
      expect(startup.spawnToReadyMs).toBeGreaterThanOrEqual(startup.spawnToListeningMs);
      expect(startup.spawnToReadyMs).toBeGreaterThan(startup.reportedPhasesMs['ready']!);
      expect(await readFile(`/proc/${pid}/cmdline`, 'latin1')).toContain('service.fixture.ts');
    });

    test.skipIf(!one.tellsByFile)('tells every replica where all of them are', async () => {
      const target = await start([smallService('bookings', { DISCOVERY: 'file:{discoveryFile}' })]);
      const [replica] = target.replicas();
      const seen = await (await fetch(`${replica!.opsUrl}/discovered`)).json();
      expect(seen).toEqual([
        {
          targets: [new URL(replica!.url).host],
          labels: {
            service: 'bookings',
            instance: 'bookings-1',
            ops_address: new URL(replica!.opsUrl).host,
          },
        },
      ]);
    });

    test('lets a replica write where it may', async () => {
      const target = await start([smallService('bookings', {}, { replicas: 0 })]);
      const directory = await guard.makeDirectory('conformance');
      onTestFinished(() => guard.removeDirectory(directory));
      const cache = join(directory, 'cache');
      await mkdir(cache);
      const options = { environment: { NODE_COMPILE_CACHE: cache }, directories: [cache] };
      const replica = await target.addReplica('bookings', options);
      await target.stopReplica(replica, 'SIGTERM', 5_000);
      expect(await readdir(cache)).not.toEqual([]);
    });

    test('shows the inspector of a runtime that has one', async () => {
      const target = await start([smallService('bookings', { NODE_OPTIONS: '--inspect={host}:0' })]);
      const url = isInspectable(target) ? target.inspectorUrl(target.replicas()[0]!) : undefined;
      const versions = await fetch(`http://${new URL(url ?? '').host}/json/version`);
      expect(await versions.json()).toMatchObject({ Browser: expect.stringContaining('node.js') as string });
    });

    test('sees a replica that is killed, and kills one that takes no notice', async () => {
      const target = await start([smallService('bookings', { BEHAVIOUR: 'ignores' }, { replicas: 2 })]);
      const [one_, two] = target.replicas();
      const killed = await target.stopReplica(one_!, 'SIGKILL', 0);
      expect(killed).toMatchObject({ exitCode: null, exitSignal: 'SIGKILL', forced: false, lastLog: null });
      const forced = await target.stopReplica(two!, 'SIGTERM', 200);
      expect(forced).toMatchObject({ exitCode: null, exitSignal: 'SIGKILL', forced: true, lastLog: null });
      expect(forced.drainTimeMs).toBeGreaterThanOrEqual(200);
      expect(target.unexpectedExits()).toEqual([]);
    });

    test('ends a program that has no handler by the signal, before it was ready as well', async () => {
      const target = await start([withoutHandler('bookings')]);
      const launched = await target.launchReplica('bookings');
      const stop = await launched.stop('SIGTERM', 5_000);
      expect(stop).toMatchObject({ exitSignal: 'SIGTERM', forced: false, timeToNotReadyMs: null });
      await expect(launched.ready).rejects.toThrow('bookings-1');
      expect(target.unexpectedExits()).toEqual([]);
    });

    test('notices a replica that ends by itself, and how, with its log', async () => {
      const target = await start([smallService('bookings', { BEHAVIOUR: 'crash-on-demand' })]);
      await fetch(`${target.entryUrl}/crash`, { method: 'POST' }).catch(() => undefined);
      await expect
        .poll(() => target.unexpectedExits(), { timeout: 10_000 })
        .toEqual([
          {
            service: 'bookings',
            replica: 'bookings-1',
            exitCode: 9,
            signal: null,
            logTail: expect.stringContaining('"msg":"ready"') as string,
          },
        ]);
      expect(target.replicas()).toEqual([]);
    });

    test('leaves nothing of a start that fails, and names the cause', async () => {
      const services = [smallService('events'), smallService('bookings', { BEHAVIOUR: 'dies' })];
      await expect(start(services)).rejects.toMatchObject({
        name: 'Problem',
        message: 'bookings-1 ended with 7 before it was ready.',
        detail: 'DATABASE_URL is missing',
      });
      expect(left()).toEqual([]);
    });

    test('leaves nothing of a start that is interrupted', async () => {
      const abort = new AbortController();
      const starting = start([smallService('bookings', { BEHAVIOUR: 'never-ready' })], {
        signal: abort.signal,
      });
      setTimeout(() => abort.abort(new Error('not wanted')), 300);
      await expect(starting).rejects.toThrow('not wanted');
      expect(left()).toEqual([]);
    });

    test('leaves nothing for longer than 5 s when the harness is killed', async () => {
      const child = spawn(process.execPath, [harness, one.name], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const [said] = (await once(child.stdout, 'data')) as [Buffer];
      const { mark, directory } = JSON.parse(String(said)) as { mark: string; directory: string };
      expect(one.leftBy(mark)).not.toEqual([]);
      child.kill('SIGKILL');
      await expect.poll(() => one.leftBy(mark), { timeout: 5_000 }).toEqual([]);
      await expect.poll(() => readdir(directory).catch(() => 'gone'), { timeout: 5_000 }).toBe('gone');
    });
  });
}

type Everything = StartedTarget & Scalable & Launchable & Signalable;

async function startOn(one: UnderTest, services: ServiceSpec[], options: StartOptions): Promise<Everything> {
  const started = await one
    .newTarget(services.map(({ name }) => name))
    .start({ services, entry: services.at(-1)?.name ?? '' }, options);
  onTestFinished(async () => void (await started.stop({ graceMs: 0 })));
  if (isScalable(started) && isLaunchable(started) && isSignalable(started)) return started;
  throw new Error(`${one.name} can do less than is tested here`);
}

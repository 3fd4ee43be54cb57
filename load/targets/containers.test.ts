import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ContainerNetwork } from '../containers/container-network.ts';
import { labelledWith, lacksDocker } from '../containers/docker.fixture.ts';
import { startRunClock } from '../model/clock.ts';
import type { ServiceSpec } from '../model/system.ts';
import { smallService } from './conformance.fixture.ts';
import { containersTarget } from './containers.ts';
import { markLabel, markVariable } from './reaper-messages.ts';
import { type Reaper, startReaper } from './reaper.ts';

const clock = startRunClock();

describe.skipIf(lacksDocker())('replicas in containers', () => {
  let guard: Reaper;
  beforeAll(async () => void (guard = await startReaper()));
  afterAll(() => guard.close());

  const label = () => `${markLabel}=${guard.environment[markVariable]}`;
  const start = async (services: ServiceSpec[], network = new ContainerNetwork()) => {
    const system = { services, entry: services[0]!.name };
    const started = await containersTarget(network).start(system, { clock, guard, startDeadlineMs: 10_000 });
    onTestFinished(async () => void (await started.stop({ graceMs: 0 })));
    return started;
  };

  test('open no port of this machine, and find each other by the file that tells of them', async () => {
    const target = await start([smallService('bookings')]);
    const [container] = labelledWith(label());
    const ports = execFileSync('docker', ['port', container!], { encoding: 'utf8' });
    expect(ports).toBe('');
    expect(new URL(target.entryUrl).hostname).not.toBe('127.0.0.1');
  });

  test('tell which image they were started from', async () => {
    const target = await start([smallService('bookings')]);
    expect(target.images).toEqual([
      {
        service: 'bookings',
        reference: 'node:26-bookworm-slim',
        id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  test('share a network with whoever joined it before, which goes with the last who leaves', async () => {
    const network = new ContainerNetwork();
    const joined = await network.join(guard);
    const target = await start([smallService('bookings')], network);
    expect(network.processes.firstPids).toHaveLength(1);
    await target.stop({ graceMs: 0 });
    expect(network.processes.firstPids).toEqual([]);
    expect(labelledWith(label())).toHaveLength(1);
    await joined.leave();
    await joined.leave();
    expect(labelledWith(label())).toEqual([]);
  });

  test('leave what they had used until they were told to end, for whoever looks later', async () => {
    const network = new ContainerNetwork();
    const target = await start([smallService('bookings')], network);
    const [replica] = target.replicas();
    expect(network.processes.toldToEnd.size).toBe(0);
    await target.stop();
    const { toldToEnd } = network.processes;
    expect(toldToEnd.get(replica!.pid!)?.cpuSeconds).toBeGreaterThan(0);
  });

  test('are removed by the guard although others who had some there have none left', async () => {
    const own = await startReaper();
    onTestFinished(() => own.close());
    const forgotten = await new ContainerNetwork().join(own);
    const other = await new ContainerNetwork().join(own);
    await other.leave();
    const ownLabel = `${markLabel}=${own.environment[markVariable]}`;
    expect(labelledWith(ownLabel)).toHaveLength(1);
    expect(forgotten.gateway).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    await own.close();
    expect(labelledWith(ownLabel)).toEqual([]);
  });

  test('that have no image are one line with the next step, and nothing is left', async () => {
    const absent = { image: 'rehearse/absent:local', args: [], files: [] };
    await expect(start([smallService('bookings', {}, { container: absent })])).rejects.toMatchObject({
      name: 'Problem',
      kind: 'usage',
      message: 'bookings-1 cannot be started: there is no image rehearse/absent:local here.',
      next: 'Build it, or get it with "docker pull rehearse/absent:local".',
    });
    const { container: _, ...imageless } = smallService('bookings');
    await expect(start([imageless])).rejects.toThrow('bookings has no image to be started as a container.');
    await expect(start([smallService('bookings', {}, { port: 8080 })])).rejects.toThrow(
      'cannot have port 8080',
    );
    expect(labelledWith(label())).toEqual([]);
  });

  test('an engine that does not answer is one line with the next step', async () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock';
    onTestFinished(() => {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    });
    await expect(start([smallService('bookings')])).rejects.toMatchObject({
      name: 'Problem',
      kind: 'usage',
      message: 'the Docker engine does not answer (unix:///nowhere/docker.sock).',
      next: expect.stringContaining('--target process') as string,
    });
  });
});

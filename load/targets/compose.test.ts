import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lacksDocker, nodeImage } from '../containers/docker.fixture.ts';
import { startRunClock } from '../model/clock.ts';
import { lacksCompose } from '../model/needs.fixture.ts';
import type { ServiceSpec } from '../model/system.ts';
import { type ComposeProject, startComposeProject } from './compose-project.fixture.ts';
import { composeTarget } from './compose.ts';
import { script, smallService, stackOf } from './conformance.fixture.ts';
import { type Reaper, startReaper } from './reaper.ts';
import { isScalable } from './target.ts';

const clock = startRunClock();
const image = `rehearse-compose-test:${process.pid}`;
const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim();

describe.skipIf(lacksDocker() || lacksCompose())('replicas in a compose stack', () => {
  let guard: Reaper;
  let project: ComposeProject;
  beforeAll(async () => {
    guard = await startReaper();
    docker('tag', nodeImage, image);
    project = startComposeProject(`rehearse-compose-${process.pid}`, ['bookings'], script, image);
  }, 60_000);
  afterAll(async () => {
    project.down();
    docker('rmi', image);
    await guard.close();
  });

  const start = async (service: ServiceSpec, stack = stackOf(project.name, ['bookings'])) => {
    const system = { services: [service], entry: 'bookings' };
    const started = await composeTarget(stack).start(system, { clock, guard, startDeadlineMs: 10_000 });
    onTestFinished(async () => void (await started.stop({ graceMs: 0 })));
    if (!isScalable(started)) throw new Error('it cannot add replicas');
    return started;
  };

  test('are made as its own, which stand still meanwhile and are the same again afterwards', async () => {
    const before = project.containers('bookings');
    const target = await start(smallService('bookings', { OF_THE_RUN: 'yes' }, { replicas: 2 }));
    const during = project.containers('bookings');
    expect(during).toHaveLength(2);
    expect(during).not.toContain(before[0]);
    expect(
      docker('inspect', '--format', '{{.HostConfig.Memory}} {{.HostConfig.PortBindings}}', during[0]!),
    ).toBe(`${128 * 1024 * 1024} map[]`);
    const told = (await (await fetch(`${target.replicas()[0]!.opsUrl}/environment`)).json()) as object;
    expect(told).toMatchObject({ OF_THE_STACK: 'yes', OF_THE_RUN: 'yes', INSTANCE_ID: 'bookings-1' });
    await target.stop();
    expect(project.containers('bookings', false)).toEqual(before);
    expect(project.containers('bookings')).toEqual(before);
  });

  test('are found by the name of their service, where they are announced', async () => {
    const target = await start(smallService('bookings'));
    const unannounced = await target.addReplica('bookings', { announced: false });
    const found = `require('node:dns').promises.resolve4('bookings').then((all) => console.log(all.join()))`;
    const [container] = project.containers('bookings');
    expect(docker('exec', container!, 'node', '--eval', found)).toBe(new URL(target.entryUrl).hostname);
    expect(new URL(unannounced.url).hostname).not.toBe(new URL(target.entryUrl).hostname);
  });

  test('are one line with the next step where the stack cannot be borrowed, and it is left as it is', async () => {
    const refusal = (stack: ReturnType<typeof stackOf>) =>
      start(smallService('bookings'), stack).then(
        () => 'none',
        (problem: { message: string; next: string }) => `${problem.message} ${problem.next}`,
      );
    expect(await refusal(stackOf('rehearse-nowhere', ['bookings']))).toMatch(
      /^the stack "rehearse-nowhere" is not up\. Start it with rehearse up/,
    );
    expect(await refusal(stackOf(project.name, ['bookings', 'events']))).toMatch(
      /is half up: events is missing\. End it with rehearse down/,
    );
    const running = await start(smallService('bookings'));
    expect(await refusal(stackOf(project.name, ['bookings']))).toMatch(
      /^another run is at work on the stack/,
    );
    await running.stop({ graceMs: 0 });
    const [own] = project.containers('bookings');
    docker('stop', '--time', '1', own!);
    expect(await refusal(stackOf(project.name, ['bookings']))).toMatch(/half up: \S+ does not run\./);
    docker('start', own!);
    expect(project.containers('bookings')).toEqual([own]);
  });

  test('are not started where the stack runs another build than its image is now', async () => {
    const [own] = project.containers('bookings');
    docker('commit', '--change', 'ENV ANOTHER=build', own!, image);
    onTestFinished(() => void docker('tag', nodeImage, image));
    await expect(start(smallService('bookings'))).rejects.toMatchObject({
      message: `the stack "${project.name}" runs another build of bookings than this one (${image}).`,
      next: expect.stringContaining('rehearse up') as string,
    });
    expect(project.containers('bookings')).toEqual([own]);
  });
});

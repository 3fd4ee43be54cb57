import { expect, onTestFinished, test } from 'vitest';
import { lacksDocker } from '../../load/containers/docker.fixture.ts';
import { docker } from '../../load/model/docker.ts';
import { baseImage } from '../../load/subjects/booking-platform/images.ts';
import { containersOf } from './stack-containers.ts';

test.skipIf(lacksDocker(baseImage))(
  'containers that go while they are looked at are none, and no failure',
  async () => {
    const project = `rehearse-test-containers-${process.pid}`;
    const labelled = ['--label', `com.docker.compose.project=${project}`];
    const names = Array.from({ length: 12 }, (_, i) => `${project}-${i}`);
    onTestFinished(async () => void (await docker(['rm', '--force', ...names]).catch(() => '')));
    await Promise.all(names.map((name) => docker(['create', ...labelled, '--name', name, baseImage])));
    expect((await containersOf(project)).map(({ name }) => name)).toEqual(names.toSorted());

    const counts: number[] = [];
    const looking = (async () => {
      while (counts.at(-1) !== 0) counts.push((await containersOf(project)).length);
    })();
    const removing = (async () => {
      for (const name of names) await docker(['rm', name]);
    })();
    await Promise.all([looking, removing]);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  },
);

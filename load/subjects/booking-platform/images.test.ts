import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { docker } from '../../model/docker.ts';
import { lacksDocker } from '../../model/needs.fixture.ts';
import { heapFlags } from './commands.ts';
import { imageReference } from './image-reference.ts';
import { baseImage, buildImages } from './images.ts';
import { services } from './system.ts';

test('a container runs a service with the flags that a process has', async () => {
  const text = await readFile(new URL('../../../compose/Dockerfile', import.meta.url), 'utf8');
  const [, entryPoint = '[]'] = /^ENTRYPOINT (.*)$/m.exec(text) ?? [];
  expect(JSON.parse(entryPoint)).toEqual(['node', ...heapFlags, '/app/service.js']);
});

interface Inspected {
  readonly Id: string;
  readonly Size: number;
  readonly Config: { readonly User: string; readonly Env: readonly string[] };
  readonly RootFS: { readonly Layers: readonly string[] };
}

async function inspect(reference: string): Promise<Inspected> {
  const [image] = JSON.parse(await docker(['image', 'inspect', reference])) as Inspected[];
  return image!;
}

describe.skipIf(lacksDocker())('the image of a service', () => {
  const tag = `test-${process.pid}`;
  let built: Record<string, string>;
  beforeAll(async () => {
    built = await buildImages({ tag });
    return async () => void (await docker(['image', 'rm', ...Object.values(built)]));
  });

  test('is there for every service, under its name', () => {
    expect(built).toEqual(Object.fromEntries(services.map((name) => [name, imageReference(name, tag)])));
  });

  test('is at most a quarter larger than what it is built on, and runs as nobody special', async () => {
    const base = await inspect(baseImage);
    for (const reference of Object.values(built)) {
      const { Size, Config } = await inspect(reference);
      expect(Size).toBeLessThanOrEqual(base.Size * 1.25);
      expect(Config.User).toBe('node');
    }
  });

  test('holds one bundle and what it reads, and nothing that is for development', async () => {
    const list = ['run', '--rm', '--network', 'none', '--entrypoint', 'node', built['bookings']!];
    const names = await docker([...list, '-e', "console.log(fs.readdirSync('/app').join())"]);
    expect(names).toBe('bookings.openapi.json,health.js,migrating.js,package.json,service.js,tracing.js');
  });

  test('says what it takes on a read-only file system without capabilities', async () => {
    const restrained = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    const help = await docker([
      'run',
      '--rm',
      '--network',
      'none',
      ...restrained,
      built['gateway']!,
      '--help',
    ]);
    expect(help).toContain('Usage: gateway [command]');
  });

  test('has the same layers when the same files are built again', async () => {
    const before = await Promise.all(Object.values(built).map(inspect));
    built = await buildImages({ tag, fresh: true });
    const after = await Promise.all(Object.values(built).map(inspect));
    expect(after.map(({ RootFS }) => RootFS)).toEqual(before.map(({ RootFS }) => RootFS));
    // An older builder makes another image of the same layers each time.
    const replaced = before.filter(({ Id }, index) => Id !== after[index]!.Id);
    for (const { Id } of replaced) await expect(inspect(Id)).rejects.toThrow('docker image failed');
  });

  test('is refused with the next step where its base cannot be had', async () => {
    await expect(buildImages({ tag, base: 'localhost:9/nowhere/node:0' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(
        /localhost:9\/nowhere\/node:0 is not here and cannot be pulled/,
      ) as string,
      next: expect.stringMatching(/docker pull/) as string,
    });
  });
});

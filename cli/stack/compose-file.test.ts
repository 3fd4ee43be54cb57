import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeFolder, jaegerPort } from './stack-files.ts';
import { stackImages } from './stack-images.ts';

const file = join(composeFolder, 'compose.yaml');
const text = readFileSync(file, 'utf8');

/** numberAfter gives the number that follows a name in the file. */
function numberAfter(name: string): number {
  return Number(new RegExp(`${name}: '?(\\d+)`).exec(text)?.[1]);
}

test('the images of others in the compose file are those that up sees to', () => {
  const named = [...text.matchAll(/^ {4}image: \$\{(\w+):-([^}]+)\}$/gm)].map(([, variable, image]) => ({
    variable,
    image,
  }));
  expect(named).toEqual(stackImages.map(({ variable, image }) => ({ variable, image })));
});

test('every profile of the compose file is one that up knows', () => {
  const named = [...text.matchAll(/^ {4}profiles: \[(\w+)\]$/gm)].map(([, name]) => name);
  expect(named).toEqual(stackImages.flatMap(({ profile }) => profile ?? []));
});

test('a service drains for longer than the gateway takes to notice, and is killed only after it has given up', () => {
  const pollIntervalMs = 250;
  expect(numberAfter('DRAIN_DELAY_MS')).toBeGreaterThanOrEqual(2 * pollIntervalMs);
  expect(numberAfter('GRACE_PERIOD_MS')).toBeGreaterThan(numberAfter('DRAIN_DELAY_MS'));
  expect(numberAfter('stop_grace_period') * 1000).toBeGreaterThan(numberAfter('GRACE_PERIOD_MS'));
});

test('every published port is one of loopback', () => {
  const published = text.split('\n').filter((line) => line.trim().startsWith('ports:'));
  expect(published.length).toBeGreaterThanOrEqual(3);
  for (const line of published) expect(line).toMatch(/ports: \['127\.0\.0\.1:(\$\{\w+:-\d+\}|\d+):\d+'\]$/);
  expect(text).toContain(`ports: ['127.0.0.1:${jaegerPort}:${jaegerPort}']`);
});

const limitMs = 20_000;
const profiles = stackImages.flatMap(({ profile }) => profile ?? []).join(',');

for (const [program, ...args] of [['docker', 'compose'], ['docker-compose']] as const) {
  const isHere = spawnSync(program, [...args, 'version'], { timeout: limitMs }).status === 0;
  test.skipIf(!isHere)(`"${[program, ...args].join(' ')}" takes the file, with every profile`, () => {
    const env = { ...process.env, COMPOSE_PROFILES: profiles, POSTGRES_PASSWORD: 'x' };
    const config = [...args, '--file', file, 'config', '--services'];
    const { status, stdout, stderr } = spawnSync(program, config, {
      env,
      encoding: 'utf8',
      timeout: limitMs,
    });
    expect(status, stderr).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(
      expect.arrayContaining(['gateway', ...stackImages.map(({ service }) => service)]),
    );
  });
}

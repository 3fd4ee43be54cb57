import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeFolder, jaegerPort } from './stack-files.ts';
import { stackImages } from './stack-images.ts';

const text = readFileSync(join(composeFolder, 'compose.yaml'), 'utf8');

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

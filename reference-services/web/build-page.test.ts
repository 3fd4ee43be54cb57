import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type PageFile, buildPage, removeOthers } from './build-page.ts';

async function put(directory: string, { name, contents }: PageFile): Promise<void> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

test('the page is built again only when its sources have changed, to the same files, and without what an older one left', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-page-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const first = await buildPage(directory);
  expect(first.at(-2)?.name).toMatch(/^index\.html/);
  for (const file of first) await put(directory, file);
  expect(await buildPage(directory)).toEqual([]);
  await put(directory, { name: 'built-from.txt', contents: Buffer.from('other sources') });
  const again = await buildPage(directory);
  expect(again.map(({ name }) => name)).toEqual(first.map(({ name }) => name));
  await put(directory, { name: 'assets/stale.js', contents: Buffer.from('') });
  await put(directory, { name: 'assets/half.js.4711', contents: Buffer.from('') });
  await removeOthers(directory, again);
  expect(existsSync(join(directory, 'assets/stale.js'))).toBe(false);
  expect(existsSync(join(directory, 'assets/half.js.4711'))).toBe(true);
  for (const { name } of first) expect(existsSync(join(directory, name))).toBe(true);
});

test('whatever NODE_ENV is, the page holds what React is for users, not for developers', async () => {
  const files = await buildPage('/nowhere');
  const scripts = files.filter(({ name }) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const { contents } of scripts)
    expect(Buffer.from(contents).toString()).not.toMatch(/react\.dev\/link|jsxDEV/);
});

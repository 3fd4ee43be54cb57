import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WatchedFiles } from './watched-files.ts';
import { until } from '../testing/until.ts';

const NEVER_MS = 3_600_000;

async function directoryOfItsOwn(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-watched-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** Two files that must hold the same text. */
async function followPair(directory: string, options: { rereadMs: number; settleMs?: number }) {
  const contents: string[] = [];
  const warnings: object[] = [];
  const files = new WatchedFiles<string>([join(directory, 'a'), join(directory, 'b')], {
    parse: ([a = '', b = '']) => {
      if (a !== b) throw new Error('they differ');
      return a;
    },
    log: { info: () => {}, warn: (fields) => warnings.push(fields) },
    contents: 'pair',
    describe: () => ({}),
    ...options,
  });
  onTestFinished(() => files.close());
  await files.watch((text) => contents.push(text));
  return { contents, warnings };
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text);
  await rename(`${path}.next`, path);
}

/** Puts a version in place as the kubelet does: a new directory, and one rename of the link to it. */
async function mountVersion(directory: string, version: string): Promise<void> {
  await mkdir(join(directory, version));
  for (const name of ['a', 'b']) await writeFile(join(directory, version, name), version);
  await symlink(version, join(directory, '..data_tmp'));
  await rename(join(directory, '..data_tmp'), join(directory, '..data'));
}

test('a version that Kubernetes mounts anew is seen through the watch alone', async () => {
  const directory = await directoryOfItsOwn();
  await mountVersion(directory, '..1');
  for (const name of ['a', 'b']) await symlink(join('..data', name), join(directory, name));
  const { contents, warnings } = await followPair(directory, { rereadMs: NEVER_MS });
  for (const version of ['..2', '..3']) {
    await mountVersion(directory, version);
    await until(() => expect(contents.at(-1)).toBe(version));
  }
  expect([contents, warnings]).toEqual([['..1', '..2', '..3'], []]);
});

test('files replaced one after the other are read together', async () => {
  const directory = await directoryOfItsOwn();
  for (const name of ['a', 'b']) await writeFile(join(directory, name), 'old');
  const { contents, warnings } = await followPair(directory, { rereadMs: NEVER_MS, settleMs: 1000 });
  for (const name of ['a', 'b']) await replace(join(directory, name), 'new');
  await until(() => expect(contents).toEqual(['old', 'new']));
  expect(warnings).toEqual([]);
});

test('files that do not go together leave the last good ones in force', async () => {
  const directory = await directoryOfItsOwn();
  for (const name of ['a', 'b']) await writeFile(join(directory, name), 'old');
  const { contents, warnings } = await followPair(directory, { rereadMs: NEVER_MS });
  await replace(join(directory, 'a'), 'new');
  await until(() => expect(warnings).toMatchObject([{ reason: 'they differ' }]));
  expect(contents).toEqual(['old']);
  await replace(join(directory, 'b'), 'new');
  await until(() => expect(contents).toEqual(['old', 'new']));
});

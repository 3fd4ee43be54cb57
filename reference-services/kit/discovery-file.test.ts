import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileDiscovery, parseFileSd } from './discovery-file.ts';
import type { ReplicaAddress } from './discovery.ts';
import { until } from '../testing/until.ts';

const NEVER_MS = 3_600_000;

function entry(instance: string, port = 41_001) {
  return {
    targets: [`127.0.0.1:${port}`],
    labels: { service: 'bookings', instance, ops_address: `127.0.0.1:${port + 1}` },
  };
}

async function follow(options: { text?: string; rereadMs: number }) {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-discovery-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'replicas.json');
  if (options.text !== undefined) await writeFile(path, options.text);
  const warnings: { reason?: string }[] = [];
  const discovery = new FileDiscovery(
    path,
    { info: () => {}, warn: (fields) => warnings.push(fields) },
    options.rereadMs,
  );
  onTestFinished(() => discovery.close());
  const lists: (readonly ReplicaAddress[])[] = [];
  await discovery.watch((replicas) => lists.push(replicas));
  return { path, lists, warnings, instances: () => lists.at(-1)?.map(({ instance }) => instance) };
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text);
  await rename(`${path}.next`, path);
}

test('an entry gives service, instance, address and operational address', () => {
  expect(parseFileSd(JSON.stringify([entry('bookings-1')]))).toEqual([
    {
      service: 'bookings',
      instance: 'bookings-1',
      address: '127.0.0.1:41001',
      opsAddress: '127.0.0.1:41002',
    },
  ]);
});

test.each([
  ['two targets in one group', [{ ...entry('b'), targets: ['a:1', 'b:2'] }], '0.targets'],
  ['a target without a port', [{ ...entry('b'), targets: ['localhost'] }], '0.targets.0: must be host:port'],
  ['a missing label', [{ targets: ['a:1'], labels: { service: 'bookings' } }], '0.labels.instance'],
  ['no list', {}, 'document'],
])('%s is refused by name', (_title, document, message) => {
  expect(() => parseFileSd(JSON.stringify(document))).toThrow(message);
});

test('a file replaced by rename is seen through the watch alone', async () => {
  const { path, instances } = await follow({ text: JSON.stringify([entry('b-1')]), rereadMs: NEVER_MS });
  expect(instances()).toEqual(['b-1']);
  for (const next of ['b-2', 'b-3']) {
    await replace(path, JSON.stringify([entry(next)]));
    await until(() => expect(instances()).toEqual([next]));
  }
});

test('a file that appears later is seen', async () => {
  const { path, lists, warnings, instances } = await follow({ rereadMs: NEVER_MS });
  expect(lists).toEqual([]);
  expect(warnings[0]?.reason).toContain('ENOENT');
  await replace(path, JSON.stringify([entry('b-1')]));
  await until(() => expect(instances()).toEqual(['b-1']));
});

test('a broken file leaves the last good list in force, is logged once, and the next good one is taken', async () => {
  const { path, lists, warnings, instances } = await follow({
    text: JSON.stringify([entry('b-1')]),
    rereadMs: 1,
  });
  for (let times = 0; times < 20; times += 1) await replace(path, '[{"targets":["127.0');
  await until(() => expect(warnings).toHaveLength(1));
  expect(warnings[0]?.reason).toContain('JSON');
  expect(lists).toHaveLength(1);
  await replace(path, JSON.stringify([entry('b-2')]));
  await until(() => expect(instances()).toEqual(['b-2']));
  expect(warnings).toHaveLength(1);
});

test('an empty list is good: there is no replica', async () => {
  const { path, lists } = await follow({ text: JSON.stringify([entry('b-1')]), rereadMs: NEVER_MS });
  await replace(path, '[]');
  await until(() => expect(lists.at(-1)).toEqual([]));
});

test('the safety re-read finds what no notification announced', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-discovery-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const absent = join(directory, 'later');
  const discovery = new FileDiscovery(join(absent, 'r.json'), { info: () => {}, warn: () => {} }, 20);
  onTestFinished(() => discovery.close());
  const lists: (readonly ReplicaAddress[])[] = [];
  await discovery.watch((replicas) => lists.push(replicas));
  await mkdir(absent);
  await writeFile(join(absent, 'r.json'), JSON.stringify([entry('b-1')]));
  await until(() => expect(lists).toHaveLength(1));
});

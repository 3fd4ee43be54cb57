import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { autocannonEngine } from '../engines/autocannon.ts';
import type { Engine } from '../engines/engine.ts';
import { pacedEngine } from '../engines/paced.ts';
import { headroom } from './headroom.ts';

async function ownCache(): Promise<{ XDG_CACHE_HOME: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-headroom-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return { XDG_CACHE_HOME: directory };
}

const mustNotStart: Engine = {
  ...pacedEngine,
  start: () => Promise.reject(new Error('it was started again')),
};

test('headroom is shown once for a machine and a rate, and then kept', async () => {
  const environment = await ownCache();
  const first = await headroom(pacedEngine, 20, { environment });
  expect(first).toMatchObject({ engine: 'paced', ratePerSecond: 20, offeredRps: 40, kept: false });
  expect(first.achievedRps).toBeGreaterThan(39);
  expect(first.reason).toBeUndefined();
  expect(await headroom(mustNotStart, 20, { environment })).toEqual({ ...first, kept: true });
  await expect(headroom(mustNotStart, 21, { environment })).rejects.toThrow('started again');
});

test('what was kept and cannot be read is shown again', async () => {
  const environment = await ownCache();
  await headroom(pacedEngine, 20, { environment });
  const directory = join(environment.XDG_CACHE_HOME, 'rehearse', 'headroom');
  const [file = ''] = await readdir(directory);
  await writeFile(join(directory, file), '{"ratePerSecond":');
  expect(await headroom(pacedEngine, 20, { environment })).toMatchObject({ kept: false });
});

test('an engine that did half of it at its first try shows it at its second', async () => {
  const tried: string[] = [];
  const half = { model: 'open', ratePerSecond: 20, arrivals: 'uniform' } as const;
  const halfAtFirst: Engine = {
    ...pacedEngine,
    start: (plan, ...options) =>
      pacedEngine.start(tried.length === 0 ? { ...plan, load: half } : plan, ...options),
  };
  const tell = (what: string): void => void tried.push(what);
  const found = await headroom(halfAtFirst, 20, { environment: await ownCache(), tell });
  expect(tried).toEqual(['paced did not show it; try 2 of 3']);
  expect(found.reason).toBeUndefined();
  expect(found.achievedRps).toBeGreaterThan(39);
});

test('a rate that no engine can double has none: the guard says so after three tries, and nothing is kept', async () => {
  const environment = await ownCache();
  const tried: string[] = [];
  const tell = (what: string): void => void tried.push(what);
  const { reason, kept } = await headroom(pacedEngine, 100_000, { environment, tell });
  expect(tried).toHaveLength(2);
  expect(reason).toMatchObject({ guard: 'headroom', message: expect.stringContaining('100000') });
  expect(kept).toBe(false);
  expect(await readdir(environment.XDG_CACHE_HOME)).toEqual([]);
});

test('a closed model shows the most that it can do', async () => {
  const found = await headroom(autocannonEngine, 100, { environment: await ownCache() });
  expect(found).toMatchObject({ engine: 'autocannon', dispatchDelayP99Ms: null, reason: undefined });
  expect(found.achievedRps).toBeGreaterThan(200);
});

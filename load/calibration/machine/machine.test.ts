import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLimits } from './limits.ts';
import { noiseFloor } from './noise-floor.ts';
import { readPrograms } from './programs.ts';

test('the noise floor of this machine is measured, within what is possible', async () => {
  const { wakeUpMs, lostShare, longestGapMs, secondCoreShare, stealShare } = await noiseFloor();
  expect(wakeUpMs.p50).toBeGreaterThan(0);
  expect(wakeUpMs.p99).toBeGreaterThanOrEqual(wakeUpMs.p50!);
  expect(lostShare).toBeGreaterThanOrEqual(0);
  // The last gap may reach beyond the second of spinning.
  expect(lostShare * 1000).toBeLessThanOrEqual(1000 + longestGapMs);
  expect(secondCoreShare).toBeGreaterThan(0);
  expect(stealShare ?? 0).toBeGreaterThanOrEqual(0);
  expect(stealShare ?? 0).toBeLessThanOrEqual(1);
});

test('the limits of this process are read', async () => {
  const { openFiles, ephemeralPorts, hypervisor } = await readLimits();
  expect(openFiles?.soft).toBeGreaterThan(0);
  expect(openFiles?.hard).toBeGreaterThanOrEqual(openFiles!.soft);
  expect(ephemeralPorts).toBeGreaterThan(0);
  expect(typeof hypervisor).toBe('boolean');
});

test('programs are looked for where they are said to be', async () => {
  const nowhere = await readPrograms({ PATH: '', K6_BIN: '/nonexistent/k6' });
  expect(nowhere).toMatchObject({ k6: null, chromium: null, promtool: null, perf: null });
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-programs-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const named = join(directory, 'k6');
  await writeFile(named, '#!/bin/sh\necho "k6 v9.8.7"\n', { mode: 0o755 });
  const { k6 } = await readPrograms({ PATH: '', K6_BIN: named });
  expect(k6).toBe(`9.8.7, ${named}`);
});

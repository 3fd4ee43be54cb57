import { mkdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { privateKeyFile, publicKeysFile, readSigner } from '../../load/subjects/booking-platform/tokens.ts';
import { stackFiles } from './stack-files.ts';
import {
  forgetSettings,
  keepSettings,
  newPassword,
  readSettings,
  type StackSettings,
} from './stack-settings.ts';

const project = `rehearse-settings-${process.pid}`;
const files = stackFiles(project);
const settings: StackSettings = {
  project,
  ports: { gateway: 8080, prometheus: 9090, grafana: 3000 },
  profiles: ['dashboards', 'tracing'],
  images: { GRAFANA_IMAGE: 'grafana/grafana:0' },
  postgresPassword: newPassword(),
  grafanaPassword: newPassword(),
};

beforeEach(() => onTestFinished(() => forgetSettings(project)));

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test('what was kept is read again, and is for its owner alone but for the public keys', async () => {
  expect(await readSettings(project)).toBeUndefined();
  await keepSettings(settings);
  expect(await readSettings(project)).toEqual(settings);
  expect(await Promise.all([files.settings, privateKeyFile(files.keys), files.keys].map(modeOf))).toEqual([
    '600',
    '600',
    '700',
  ]);
  expect(await modeOf(publicKeysFile(files.publicKeys))).toBe('644');
});

test('the next start has the same keys, and makes them anew where their making was cut short', async () => {
  await keepSettings(settings);
  const first = await readFile(privateKeyFile(files.keys), 'utf8');
  await keepSettings(settings);
  expect(await readFile(privateKeyFile(files.keys), 'utf8')).toBe(first);
  await rm(publicKeysFile(files.publicKeys));
  await keepSettings(settings);
  const { kid } = JSON.parse(await readFile(privateKeyFile(files.keys), 'utf8')) as { kid: string };
  expect(await readFile(publicKeysFile(files.publicKeys), 'utf8')).toContain(kid);
  await readSigner(privateKeyFile(files.keys));
});

test('what cannot be written is one line with the next step', async () => {
  await mkdir(files.settings);
  onTestFinished(() => rmdir(files.settings));
  await expect(keepSettings(settings)).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/cannot write .*EISDIR/) as string,
    next: expect.stringMatching(/to whom this clone belongs/) as string,
  });
});

test('nothing of it stays when it is forgotten', async () => {
  await keepSettings(settings);
  await forgetSettings(project);
  for (const path of [files.settings, files.keys]) await expect(stat(path)).rejects.toThrow('ENOENT');
});

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mountedFiles, refuseUnreadable } from './mounted-files.ts';
import { composeFolder } from './stack-files.ts';

test('what containers read of a clone are configuration, rules and dashboards, and no secrets', async () => {
  const paths = (await mountedFiles()).map((path) => relative(join(composeFolder, '..'), path));
  expect(paths.toSorted()).toEqual([
    'compose/alloy',
    'compose/postgres/databases.sql',
    'compose/prometheus',
    'dashboards/provisioned',
    'dashboards/provisioning',
    'dashboards/rules',
  ]);
});

test('what is for its owner alone is refused with what opens it, wherever below it is', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rehearse-mounted-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [open, closed] = [join(directory, 'open'), join(directory, 'closed')];
  const file = join(closed, 'rules', 'red.yml');
  for (const path of [open, join(closed, 'rules')]) await mkdir(path, { recursive: true });
  await writeFile(file, '');
  for (const path of [open, closed, join(closed, 'rules')]) await chmod(path, 0o755);
  await chmod(file, 0o644);
  await refuseUnreadable([open, closed], directory);
  for (const [path, mode] of [
    [file, 0o600],
    [join(closed, 'rules'), 0o744],
  ] as const) {
    await chmod(path, mode);
    await expect(refuseUnreadable([open, closed], directory)).rejects.toMatchObject({
      kind: 'usage',
      message: 'the containers cannot read closed: it is for its owner alone.',
      next: 'Let others read it: chmod -R go+rX closed.',
    });
    await chmod(path, path === file ? 0o644 : 0o755);
  }
});

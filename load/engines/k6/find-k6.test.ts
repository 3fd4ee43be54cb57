import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lacks } from '../../model/needs.fixture.ts';
import { findK6 } from './find-k6.ts';
import { k6Image } from './k6-from-image.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'rehearse-k6-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** surroundings: nothing on PATH but what is named, and a cache of its own. */
function surroundings(...programs: string[]): NodeJS.ProcessEnv {
  for (const program of programs)
    symlinkSync(execFileSync('which', [program], { encoding: 'utf8' }).trim(), join(directory, program));
  const { HOME } = process.env;
  return { PATH: directory, HOME, XDG_CACHE_HOME: join(directory, 'cache') };
}

test('without k6 and without Docker, one line says how to get it', async () => {
  await expect(findK6({ ...surroundings(), K6_BIN: '' })).rejects.toMatchObject({
    kind: 'usage',
    message: `the k6 engine needs k6, which is not on PATH, nor is the image ${k6Image} here.`,
    next: expect.stringContaining(`docker pull ${k6Image}`),
  });
});

describe.skipIf(lacks('k6-image', hasImage()))('where there is the image of k6 alone (k6-image)', () => {
  test('its program is copied out once, and runs', async () => {
    const env = surroundings('docker');
    const before = containers();
    const found = await findK6(env);
    expect(found).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const { mtimeMs, ino } = statSync(found.path);
    expect(await findK6(env)).toEqual(found);
    expect(statSync(found.path)).toMatchObject({ mtimeMs, ino });
    expect(readdirSync(join(directory, 'cache', 'rehearse', 'k6'))).toHaveLength(1);
    expect(containers()).toEqual(before);
  });
});

function hasImage(): boolean {
  try {
    execFileSync('docker', ['image', 'inspect', k6Image], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function containers(): string[] {
  const args = ['ps', '--all', '--quiet', '--filter', `ancestor=${k6Image}`];
  return execFileSync('docker', args, { encoding: 'utf8' }).trim().split('\n').sort();
}

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../../model/cache-directory.ts';

/** k6Image: the image of k6's makers. Its program is linked statically, so that it runs outside of it as well. */
export const k6Image = 'grafana/k6';

const programInImage = '/usr/bin/k6';
const askMs = 10_000;
const copyMs = 60_000;

/**
 * k6FromImage gives the program of the k6 image that is on this machine, copied out of it once and then kept; undefined
 * where there is no Docker, or not that image. As a process like any other it can be signalled, timed and ended.
 */
export async function k6FromImage(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const id = await docker(env, askMs, 'image', 'inspect', '--format', '{{.Id}}', k6Image);
  if (id === undefined) return undefined;
  const home = join(cacheDirectory(env), 'k6');
  const kept = join(home, id.replace(/^sha256:/, '').slice(0, 32));
  if (await isProgram(kept)) return kept;
  await mkdir(home, { recursive: true });
  const directory = await mkdtemp(join(home, 'copy-'));
  try {
    const container = await docker(env, askMs, 'create', k6Image);
    if (container === undefined) return undefined;
    const copy = join(directory, 'k6');
    await docker(env, copyMs, 'cp', `${container}:${programInImage}`, copy);
    await docker(env, askMs, 'rm', container);
    if (!(await isProgram(copy))) return undefined;
    await rename(copy, kept);
    return kept;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** docker gives what the command said, and undefined where it failed. */
async function docker(
  env: NodeJS.ProcessEnv,
  timeout: number,
  ...args: string[]
): Promise<string | undefined> {
  return promisify(execFile)('docker', args, { env, timeout }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programOnPath } from '../../model/on-path.ts';
import { Problem } from '../../model/problem.ts';
import { k6FromImage, k6Image } from './k6-from-image.ts';

const next =
  'install it (https://grafana.com/docs/k6/latest/set-up/install-k6, or `go install go.k6.io/k6@latest`) and put it ' +
  `on PATH, or name the program in K6_BIN, or get its image (docker pull ${k6Image}).`;

/** FoundK6: k6 on this machine, with its version such as `1.8.1`. */
export interface FoundK6 {
  readonly path: string;
  readonly version: string;
}

/**
 * findK6 looks for k6: K6_BIN, else the first on PATH, else the image on this machine. Throws a Problem of kind `usage`
 * that says how to get it where there is none, where it does not run, or where it is older than 1.5.
 */
export async function findK6(env: NodeJS.ProcessEnv = process.env): Promise<FoundK6> {
  const named = env['K6_BIN'] === '' ? undefined : env['K6_BIN'];
  const path = named ?? programOnPath('k6', env['PATH'] ?? '') ?? (await k6FromImage(env));
  if (path === undefined) {
    const message = `the k6 engine needs k6, which is not on PATH, nor is the image ${k6Image} here.`;
    throw new Problem('usage', message, { next });
  }
  const version = await versionOf(path);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // 1.5 is the first with the summary that is read (--new-machine-readable-summary).
  if (major > 1 || (major === 1 && minor >= 5)) return { path, version };
  throw new Problem('usage', `${path} is k6 ${version}; the k6 engine needs 1.5 or later.`, { next });
}

async function versionOf(path: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, ['version'], { timeout: 20_000 });
    const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    if (version === undefined) throw new Error(`it answers "${stdout.trim().slice(0, 80)}"`);
    return version;
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0];
    throw new Problem('usage', `${path} is no k6 that runs: ${why}.`, { next, cause });
  }
}

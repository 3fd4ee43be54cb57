import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Guard } from '../model/guard.ts';
import { Problem } from '../model/problem.ts';
import { superuser, textFlags } from './init-flags.ts';
import { commandAs, giveTo, type Housing } from './postgres-owner.ts';
import { programOf } from './postgres-package.ts';

/** Cluster: an initialised data directory of this run, and the password of its one role. */
export interface Cluster {
  readonly directory: string;
  readonly password: string;
  readonly origin: 'cached' | 'initialised';
}

export interface ClusterOptions {
  readonly guard: Guard;
  readonly signal?: AbortSignal | undefined;
  /** directory of this run, which belongs to the owner. */
  readonly directory: string;
  readonly housing: Housing;
  /** cache: where initialised directories are kept; one that cannot be written is done without. */
  readonly cache: string;
}

const layout = 1;

/** cachedCluster: the directory that belongs to a version of PostgreSQL, to this user and to how we initialise. */
export function cachedCluster(cache: string, version: string, uid = process.getuid?.() ?? 0): string {
  return join(cache, `postgres-${version}-uid${uid}-${layout}`);
}

/** prepareCluster copies the cached directory into the run's, or initialises one there and keeps a copy. */
export async function prepareCluster(options: ClusterOptions): Promise<Cluster> {
  return (await fromCache(options)) ?? (await initialise(options));
}

/** forgetCluster removes the cached directory, which turned out to be of no use. */
export async function forgetCluster({ cache, housing }: ClusterOptions): Promise<void> {
  await rm(cachedCluster(cache, housing.programs.version), { recursive: true, force: true }).catch(() => {});
}

async function fromCache({ cache, housing, directory }: ClusterOptions): Promise<Cluster | undefined> {
  const cached = cachedCluster(cache, housing.programs.version);
  const dataDirectory = join(directory, 'pgdata');
  try {
    const password = await readFile(join(cached, 'password'), 'utf8');
    await copyTree(join(cached, 'pgdata'), dataDirectory);
    giveTo(housing.owner, dataDirectory);
    return { directory: dataDirectory, password, origin: 'cached' };
  } catch {
    await rm(dataDirectory, { recursive: true, force: true });
    return undefined;
  }
}

async function initialise(options: ClusterOptions): Promise<Cluster> {
  const { directory, housing } = options;
  const dataDirectory = join(directory, 'pgdata');
  const passwordFile = join(directory, 'password');
  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 }).catch((cause: unknown) => {
    throw initFailed(directory, String((cause as NodeJS.ErrnoException).code), cause);
  });
  giveTo(housing.owner, directory);
  await initdb(options, dataDirectory, passwordFile);
  await keep(options, dataDirectory, password).catch(() => {});
  await rm(passwordFile);
  return { directory: dataDirectory, password, origin: 'initialised' };
}

async function initdb(options: ClusterOptions, dataDirectory: string, passwordFile: string): Promise<void> {
  const { guard, signal, housing, directory } = options;
  const command = [
    programOf(housing.programs, 'initdb'),
    `--pgdata=${dataDirectory}`,
    `--pwfile=${passwordFile}`,
    `--username=${superuser}`,
    '--auth-local=reject',
    '--auth-host=scram-sha-256',
    ...textFlags,
  ];
  const spawning = commandAs(housing.owner, command, directory, guard.environment);
  const { exitCode, output } = await runGuarded(spawning, guard, signal);
  signal?.throwIfAborted();
  if (exitCode !== 0) throw initFailed(directory, `initdb ended with ${exitCode}`, undefined, output);
}

async function runGuarded(
  { file, args, options }: ReturnType<typeof commandAs>,
  guard: Guard,
  signal: AbortSignal | undefined,
): Promise<{ exitCode: number | string; output: string }> {
  signal?.throwIfAborted();
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) guard.adopt(child.pid);
  const end = () => endGroup(child.pid);
  signal?.addEventListener('abort', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (output += text.toString()));
  }
  const exitCode = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, by) => resolve(code ?? by ?? 'no code'));
  });
  signal?.removeEventListener('abort', end);
  if (child.pid !== undefined) guard.release(child.pid);
  return { exitCode, output };
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

// Renamed into place, so that nobody ever sees half of it; whoever comes second keeps the first one's.
async function keep(
  { cache, housing, guard }: ClusterOptions,
  dataDirectory: string,
  password: string,
): Promise<void> {
  const cached = cachedCluster(cache, housing.programs.version);
  const partial = `${cached}.partial-${randomBytes(6).toString('hex')}`;
  guard.adoptDirectory(partial);
  try {
    await mkdir(dirname(partial), { recursive: true });
    await mkdir(partial, { mode: 0o700 });
    await writeFile(join(partial, 'password'), password, { mode: 0o600 });
    await copyTree(dataDirectory, join(partial, 'pgdata'));
    await rename(partial, cached);
  } finally {
    await rm(partial, { recursive: true, force: true });
    guard.releaseDirectory(partial);
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

function initFailed(directory: string, why: string, cause?: unknown, output = ''): Problem {
  const full = /ENOSPC|No space left on device/.test(`${why} ${output}`);
  return new Problem(
    'harness',
    full
      ? `The disk that holds ${directory} is full: a database needs 200 MB there.`
      : `A database could not be initialised in ${directory}: ${why}.`,
    {
      next: full ? 'Free some space, or set TMPDIR to a directory that has it.' : 'See the lines below.',
      detail: output.trim().split('\n').slice(-20).join('\n'),
      cause,
    },
  );
}

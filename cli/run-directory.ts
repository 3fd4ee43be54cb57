import { access, constants, mkdir, readdir, rename, rm, rmdir, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Problem } from '../load/model/problem.ts';

/** RunDirectory: where a run's files go. */
export interface RunDirectory {
  readonly path: string;
  /** discard removes it, if it is still empty: nothing was measured. */
  discard(): Promise<void>;
  /** finish makes `runs/latest` point here, for directories that were named by us. */
  finish(): Promise<void>;
}

/** openRunDirectory makes the directory of a run: the one asked for, or ./runs/<time>-<suite>/. Problems are usage. */
export async function openRunDirectory(
  workingDirectory: string,
  suite: string,
  asked: string | undefined,
  now: Date,
): Promise<RunDirectory> {
  if (asked !== undefined) {
    const path = resolve(workingDirectory, asked);
    await makeEmpty(path);
    return { path, discard: () => removeIfEmpty(path), finish: async () => undefined };
  }
  const runs = join(workingDirectory, 'runs');
  const path = join(runs, `${timeOf(now)}-${suite}`);
  await makeEmpty(path);
  return { path, discard: () => removeIfEmpty(path), finish: () => pointLatestAt(runs, path) };
}

/** openComparisonDirectory makes the directory of a report on several results. Problems are usage. */
export async function openComparisonDirectory(
  workingDirectory: string,
  asked: string | undefined,
  results: number,
  now: Date,
): Promise<string> {
  const own = join('comparisons', `${timeOf(now)}-${results}-results`);
  const path = resolve(workingDirectory, asked ?? own);
  await makeEmpty(path);
  return path;
}

/** timeOf: a moment as part of a name that sorts. */
function timeOf(now: Date): string {
  return now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
}

async function makeEmpty(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new Problem('usage', `cannot write to ${path}: ${(error as NodeJS.ErrnoException).code}.`, {
      next: 'Name another directory with --out.',
      cause: error,
    });
  }
  if ((await readdir(path)).includes('result.json')) {
    throw new Problem('usage', `${path} already holds a result.`, {
      next: 'Name a new directory with --out.',
    });
  }
}

async function removeIfEmpty(path: string): Promise<void> {
  await rmdir(path).catch(() => undefined);
}

async function pointLatestAt(runs: string, path: string): Promise<void> {
  const link = join(runs, 'latest');
  const fresh = join(dirname(link), `.latest-${process.pid}`);
  await rm(fresh, { force: true });
  await symlink(basename(path), fresh);
  await rename(fresh, link);
}

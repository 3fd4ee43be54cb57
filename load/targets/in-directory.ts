import { mkdir } from 'node:fs/promises';
import { Problem } from '../model/problem.ts';
import type { StartOptions } from './target.ts';

/** inDirectory starts something in a directory of its own; when that fails, the directory goes, and a full disk is told as such. */
export async function inDirectory<T>(
  { guard, logDirectory, signal }: StartOptions,
  start: (directory: string, logs: string) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const directory = await guard.makeDirectory('target');
  const logs = logDirectory ?? directory;
  try {
    await mkdir(logs, { recursive: true });
    return await start(directory, logs);
  } catch (error) {
    await guard.removeDirectory(directory);
    throw unwritable(error) ?? error;
  }
}

const cannotWrite = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'ENOTDIR']);

function unwritable(cause: unknown): Problem | undefined {
  const { code = '', path = '' } = cause as NodeJS.ErrnoException;
  if (!cannotWrite.has(code) || path === '') return undefined;
  return new Problem('harness', `Cannot write ${path}: ${code}.`, {
    next: 'Free some space, or set TMPDIR to a writable directory that has it.',
    cause,
  });
}

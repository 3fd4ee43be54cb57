import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../load/model/problem.ts';
import type { RunResult } from '../load/model/result.ts';
import { renderers } from './render/renderers.ts';

/** Written: a file to be, first under another name beside it. */
interface Written {
  readonly temporary: string;
  readonly file: string;
}

/**
 * writeReports renders a result and writes every renderer's file into a directory, and gives their paths. All are
 * written under other names first and then renamed, so that a reader meets whole files only. Throws a Problem
 * (harness) naming the path and the next step when the file system refuses; nothing half-written stays behind.
 */
export async function writeReports(result: RunResult, directory: string): Promise<string[]> {
  const texts = renderers.map(({ fileName, render }) => ({
    file: path.join(directory, fileName),
    text: render(result),
  }));
  const begun: Written[] = [];
  try {
    for (const { file, text } of texts) {
      const temporary = `${file}.${randomUUID()}.tmp`;
      begun.push({ temporary, file });
      await writeWhole(temporary, text);
    }
    for (const { temporary, file } of begun) await rename(temporary, file);
  } catch (error) {
    await Promise.all(begun.map(({ temporary }) => rm(temporary, { force: true }).catch(() => undefined)));
    throw refused(error, directory);
  }
  return begun.map(({ file }) => file);
}

/** writeWhole syncs before it closes: a full disk may refuse only then. */
async function writeWhole(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx');
  await handle.writeFile(text);
  await handle.sync();
}

const nextSteps: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space there, then render again with: rehearse report',
  EDQUOT: 'Free some space in your quota there, then render again with: rehearse report',
  EACCES: 'Make it writable or choose another place with --out, then render again with: rehearse report',
  EPERM: 'Make it writable or choose another place with --out, then render again with: rehearse report',
  EROFS: 'It is on a read-only file system; choose another place with --out.',
  ENOENT: 'Create it first, or choose another place with --out.',
  ENOTDIR: 'A part of the path is a file; choose another place with --out.',
};

function refused(error: unknown, directory: string): Problem {
  const { code = 'unknown error', path: file } = error as NodeJS.ErrnoException;
  const where = file?.replace(/\.[0-9a-f-]{36}\.tmp$/, '') ?? directory;
  const next = nextSteps[code] ?? 'Choose another place with --out.';
  return new Problem('harness', `The report cannot be written to ${where} (${code}).`, {
    next,
    cause: error,
  });
}

import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Problem } from './problem.ts';

/** WholeFile: a file that readers meet complete or not at all. */
export interface WholeFile {
  readonly file: string;
  readonly text: string;
}

/**
 * writeWholeFiles writes all files under other names beside their own, and then renames them. Throws a Problem
 * (harness) that begins with `what` and names the path and the next step when the file system refuses; nothing
 * half-written stays behind then.
 */
export async function writeWholeFiles(what: string, files: readonly WholeFile[]): Promise<void> {
  const begun: { readonly temporary: string; readonly file: string }[] = [];
  let inHand = files[0]?.file ?? '';
  try {
    for (const { file, text } of files) {
      inHand = file;
      const temporary = `${file}.${randomUUID()}.tmp`;
      begun.push({ temporary, file });
      await writeAndSync(temporary, text);
    }
    for (const { temporary, file } of begun) {
      inHand = file;
      await rename(temporary, file);
    }
  } catch (error) {
    await Promise.all(begun.map(({ temporary }) => rm(temporary, { force: true }).catch(() => undefined)));
    throw refused(what, inHand, error);
  }
}

/** writeAndSync syncs before it closes: a full disk may refuse only then. */
async function writeAndSync(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx');
  await handle.writeFile(text);
  await handle.sync();
}

const elsewhere = 'choose another place with --out';
const nextSteps: Readonly<Record<string, string>> = {
  ENOSPC: `Free some space there, or ${elsewhere}.`,
  EDQUOT: `Free some space in your quota there, or ${elsewhere}.`,
  EACCES: `Make it writable, or ${elsewhere}.`,
  EPERM: `Make it writable, or ${elsewhere}.`,
  EROFS: `It is on a read-only file system; ${elsewhere}.`,
  ENOENT: `Create it first, or ${elsewhere}.`,
  ENOTDIR: `A part of the path is a file; ${elsewhere}.`,
};

function refused(what: string, file: string, error: unknown): Problem {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  const next = nextSteps[code] ?? `C${elsewhere.slice(1)}.`;
  return new Problem('harness', `${what} cannot be written to ${file} (${code}).`, { next, cause: error });
}

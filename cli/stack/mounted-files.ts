import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Problem } from '../../load/model/problem.ts';
import { composeFolder } from './stack-files.ts';

/** mountedFiles: what of this clone the containers of the stack read, by compose.yaml; but for the keys, which `up` makes. */
export async function mountedFiles(): Promise<string[]> {
  const text = await readFile(join(composeFolder, 'compose.yaml'), 'utf8');
  const mounted = [...text.matchAll(/^ +- (\.{1,2}\/[^:]+):\//gm)].map(([, path = '']) => path);
  return [...new Set(mounted)].map((path) => join(composeFolder, path));
}

/** refuseUnreadable throws a Problem where others than the owner may not read what containers do: they are other users. */
export async function refuseUnreadable(paths: readonly string[], from = process.cwd()): Promise<void> {
  const closed: string[] = [];
  for (const path of paths) if (!(await isOpen(path))) closed.push(relative(from, path));
  if (closed.length === 0) return;
  throw new Problem('usage', `the containers cannot read ${closed[0]}: it is for its owner alone.`, {
    next: `Let others read it: chmod -R go+rX ${closed.join(' ')}.`,
  });
}

const [readable, searchable] = [0o004, 0o005];

/** isOpen: everybody may read it, and everything in it. */
async function isOpen(path: string): Promise<boolean> {
  const found = await stat(path);
  const wanted = found.isDirectory() ? searchable : readable;
  if ((found.mode & wanted) !== wanted) return false;
  if (!found.isDirectory()) return true;
  for (const name of await readdir(path)) if (!(await isOpen(join(path, name)))) return false;
  return true;
}

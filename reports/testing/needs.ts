import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { lacks } from '../../load/model/needs.fixture.ts';

/** Needed: where a program is that a test needs. */
export interface Needed {
  readonly file: string | undefined;
  /** skip: the test is left out, its title naming what it needs. */
  readonly skip: boolean;
}

/** needed looks a program up on PATH under any of its names. Throws where there is none and `REQUIRE` names it. */
export function needed(name: string, names: readonly string[] = [name]): Needed {
  const file = names.map(onPath).find((found) => found !== undefined);
  return { file, skip: lacks(name, file !== undefined) };
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

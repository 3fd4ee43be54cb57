import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Needed: where a program is that a test needs. */
export interface Needed {
  readonly file: string | undefined;
  /** skip: the test is left out, its title naming what it needs; never when `REQUIRE` (a comma-separated list) names the program. */
  readonly skip: boolean;
}

/** needed looks a program up on PATH under any of its names. */
export function needed(name: string, names: readonly string[] = [name]): Needed {
  const file = names.map(onPath).find((found) => found !== undefined);
  const required = (process.env['REQUIRE'] ?? '').split(',').map((word) => word.trim());
  return { file, skip: file === undefined && !required.includes(name) };
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

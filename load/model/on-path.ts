import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** programOnPath finds a program as a shell would; undefined where there is none. */
export function programOnPath(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

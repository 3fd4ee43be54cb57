import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** namesOf: what results are called side by side: their directories' names, numbered where two share one. */
export async function namesOf(paths: readonly string[]): Promise<string[]> {
  const names = await Promise.all(paths.map(async (path) => nameOf(await realpath(path))));
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${before + 1})`;
  });
}

function nameOf(path: string): string {
  const name = basename(path);
  return name === 'result.json' ? basename(dirname(path)) : name.replace(/\.json$/, '');
}

import { extname } from 'node:path';

/** EnginePart: a file of the paced engine that runs on its own, as a process or as a thread. */
export type EnginePart = 'main' | 'sleeper';

/**
 * enginePart finds such a file. In source it is a neighbour of this one; a bundle keeps each as a neighbour of the
 * bundled file under the name `paced-<part>.js`.
 */
export function enginePart(part: EnginePart): URL {
  const fromSource = extname(new URL(import.meta.url).pathname) === '.ts';
  return new URL(fromSource ? `./${part}.ts` : `./paced-${part}.js`, import.meta.url);
}

import { fileURLToPath } from 'node:url';

/** compileCache has Node.js keep what a start of a service has compiled for the starts after it. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/compiled-for-tests', import.meta.url)),
};

import { setFlagsFromString } from 'node:v8';

/**
 * compileNoMore has V8 begin no further optimizing compilation; what is compiled already stays. `process.exit` joins the
 * threads that compile, and hangs where one of them waits for a garbage collection, since only the thread that exits
 * could make it (https://github.com/nodejs/node/issues/54918). What is being compiled now is done a few milliseconds
 * later, so it is to be called that much before the exit.
 */
export function compileNoMore(): void {
  for (const flag of ['--no-opt', '--no-maglev']) setFlagsFromString(flag);
}

/**
 * runtimeFlags of the process that runs suites and renders reports, which waits for the most part: with them a result of ten
 * million requests takes 200 MB in place of 300. The load engines run in processes of their own, without them.
 *
 * V8 compiles in this thread, since at the end of a process a thread that compiles may wait for a garbage collection by a
 * thread that waits for it to end: https://github.com/nodejs/node/issues/54918. A run would be over, and never end.
 */
export const runtimeFlags = [
  '--optimize-for-size',
  '--no-concurrent-recompilation',
  '--no-concurrent-sparkplug',
];

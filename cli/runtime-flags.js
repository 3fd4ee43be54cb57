/**
 * runtimeFlags of the process that runs suites and renders reports, which waits for the most part: with them a result of ten
 * million requests takes 200 MB in place of 300. The load engines run in processes of their own, without them.
 */
export const runtimeFlags = ['--optimize-for-size'];

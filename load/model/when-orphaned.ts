/**
 * whenOrphaned calls `then` once the parent, which started this process with a channel (IPC), has gone or has closed it: also
 * where that came about before anybody listened, as when a parent is killed while this process is still loading.
 */
export function whenOrphaned(then: () => void): void {
  if (process.connected) process.once('disconnect', then);
  else then();
}

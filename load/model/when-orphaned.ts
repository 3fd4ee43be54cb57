/**
 * whenOrphaned calls `then` once the parent, which started this process with a channel (IPC), has gone or has closed it: also
 * where that came about before anybody listened, as when a parent is killed while this process is still loading.
 */
export function whenOrphaned(then: () => void): void {
  if (process.connected) process.once('disconnect', then);
  else then();
}

/**
 * endAtOnce ends this process as if it had been killed, for one that has no parent left to read its exit code: an exit of
 * its own may hang (https://github.com/nodejs/node/issues/54918).
 */
export function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** StopCause says why a process should stop: it was told to, or it can no longer be trusted. */
export type StopCause =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'crash'; readonly error: unknown };

const undelivered: StopCause[] = [];
let listener: ((cause: StopCause) => void) | undefined;

function deliver(cause: StopCause): void {
  if (listener) listener(cause);
  else undelivered.push(cause);
}

// Importing this file is what catches signals: an entry point imports it before anything slow, so that a
// SIGTERM during start-up drains instead of killing.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => deliver({ kind: 'signal', signal }));
}
process.on('unhandledRejection', (error) => deliver({ kind: 'crash', error }));
process.on('uncaughtException', (error) => deliver({ kind: 'crash', error }));

/** onStopCause hands every cause to `listen`, those that came before it first. A later listener replaces it. */
export function onStopCause(listen: (cause: StopCause) => void): void {
  listener = listen;
  for (const cause of undelivered.splice(0)) listen(cause);
}

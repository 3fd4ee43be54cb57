import type { StartedLoad } from '../load/engines/engine.ts';

/** graceMs: how long requests may still take once the user wants to stop. */
const graceMs = 1000;

/** stopOnAbort stops a load as soon as a signal is aborted, or at once if it is; `teardown` forgets the signal. */
export function stopOnAbort(load: StartedLoad, signal: AbortSignal, teardown: AsyncDisposableStack): void {
  const stop = (): void => void load.stop({ graceMs }).catch(() => {});
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  teardown.defer(() => signal.removeEventListener('abort', stop));
}

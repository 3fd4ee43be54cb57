import { setTimeout as sleep } from 'node:timers/promises';

/** pause waits for a stretch of the experiment to pass, or rejects as soon as the run is interrupted. */
export async function pause(durationMs: number, interrupted: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal: interrupted });
}

import { setTimeout as delay } from 'node:timers/promises';

/** pause waits, at most until `signal` aborts. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

const goodbyeMs = 250;

/** endClient says goodbye, and closes the connection; a server that hangs is not waited for. */
export async function endClient(client: Client): Promise<void> {
  const ended = new AbortController();
  const goodbye = client
    .end()
    .catch(() => undefined)
    .finally(() => ended.abort());
  await Promise.race([goodbye, delay(goodbyeMs, undefined, { signal: ended.signal }).catch(() => undefined)]);
}

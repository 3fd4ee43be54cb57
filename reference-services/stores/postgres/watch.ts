import type { Client } from 'pg';
import { failureText } from '../../kit/failure-text.ts';
import type { Dependency } from '../../kit/health.ts';
import { pause } from '../pause.ts';
import { endClient } from './end-client.ts';

export interface WatchOptions {
  readonly connect: () => Client;
  /** check gives what is missing, or undefined when all is there; it rejects when the database does not answer. */
  readonly check: (client: Client) => Promise<string | undefined>;
  readonly dependency: Dependency;
  readonly onConnected: () => void;
  readonly signal: AbortSignal;
}

const recheckMs = 1000;
const retryMs = 200;

/**
 * watchDatabase reports whether the database answers, from its own connection, until `signal` aborts: at once when
 * the connection breaks, and by asking each second.
 */
export async function watchDatabase(options: WatchOptions): Promise<void> {
  while (!options.signal.aborted) {
    await watchConnection(options).catch((error: unknown) =>
      options.dependency.isNotReady(failureText(error)),
    );
    await pause(retryMs, options.signal);
  }
}

async function watchConnection({
  connect,
  check,
  dependency,
  onConnected,
  signal,
}: WatchOptions): Promise<void> {
  const client = connect();
  const broken = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.once('end', () => reject(new Error('the connection ended')));
  });
  // Awaited only between the checks.
  broken.catch(() => undefined);
  try {
    await client.connect();
    onConnected();
    while (!signal.aborted) {
      const missing = await check(client);
      if (missing === undefined) dependency.isReady();
      else dependency.isNotReady(missing);
      await Promise.race([broken, pause(missing === undefined ? recheckMs : retryMs, signal)]);
    }
  } finally {
    await endClient(client);
  }
}

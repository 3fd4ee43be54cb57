import type { Agent } from 'node:http';
import { json } from 'node:stream/consumers';
import { http } from './node-http.ts';
import type { Readiness } from './health.ts';

export interface AskOptions {
  /** Time for the whole answer. */
  readonly timeoutMs: number;
  readonly agent?: Agent;
}

/**
 * askReadiness reads /readyz at an operational address, `host:port`.
 * It rejects when nothing answers in time, or what answers is not a service of ours.
 */
export async function askReadiness(opsAddress: string, { timeoutMs, agent }: AskOptions): Promise<Readiness> {
  const url = new URL('/readyz', `http://${opsAddress}`);
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await new Promise<unknown>((resolve, reject) => {
    const asked = http.request(url, { signal, ...(agent && { agent }) }, (response) => {
      json(response).then(resolve, reject);
    });
    asked.once('error', reject).end();
  });
  if (isReadiness(answer)) return answer;
  throw new Error(`${url.href} did not answer as a service's operational port does; is the address right?`);
}

function isReadiness(answer: unknown): answer is Readiness {
  const { status } = (answer ?? {}) as { status?: unknown };
  return status === 'ready' || status === 'not-ready';
}

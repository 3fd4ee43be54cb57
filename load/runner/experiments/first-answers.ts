import { Client } from 'undici';
import type { RunClock } from '../../model/clock.ts';
import { Problem } from '../../model/problem.ts';
import type { FirstAnswers } from '../../probes/startup.ts';
import type { Prepared } from '../../subjects/subject.ts';

type Expected = Prepared['firstAnswer'];

/**
 * firstAnswers asks a replica on a connection of its own, and then `later` times the same on that connection, one
 * after the other. Every answer's body is held against what it must be. Throws a Problem for one that is not that.
 */
export async function firstAnswers(
  replica: { readonly url: string; readonly name: string },
  expected: Expected,
  later: number,
  clock: RunClock,
): Promise<FirstAnswers> {
  const client = new Client(replica.url, { headersTimeout: 10_000, bodyTimeout: 10_000 });
  try {
    const first = await ask(client, replica.name, expected, clock);
    const laterMs: number[] = [];
    for (let index = 0; index < later; index += 1) {
      laterMs.push((await ask(client, replica.name, expected, clock)).tookMs);
    }
    return { ...first, laterMs };
  } finally {
    await client.destroy();
  }
}

async function ask(client: Client, name: string, { path, headers, holds }: Expected, clock: RunClock) {
  const sentAtMs = clock.nowMs();
  const { statusCode, body } = await client.request({ method: 'GET', path, headers });
  const text = await body.text();
  const answeredAtMs = clock.nowMs();
  const tookMs = Math.round((answeredAtMs - sentAtMs) * 1000) / 1000;
  if (statusCode === 200 && isHeld(text, holds)) return { answeredAtMs, tookMs };
  throw new Problem('harness', `${name} answered GET ${path} with ${statusCode} and an unexpected body.`, {
    detail: text.slice(0, 500),
  });
}

function isHeld(text: string, expected: Expected['holds']): boolean {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return Object.entries(expected).every(([name, value]) => body[name] === value);
  } catch {
    return false;
  }
}

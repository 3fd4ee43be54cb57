import { request } from 'undici';
import type { RunClock } from '../../model/clock.ts';
import { Problem } from '../../model/problem.ts';
import type { Prepared } from '../../subjects/subject.ts';

/** firstAnswer asks a replica once, holds its body against what it must be, and gives the moment of its last byte. */
export async function firstAnswer(
  replica: { readonly url: string; readonly name: string },
  expected: Prepared['firstAnswer'],
  clock: RunClock,
): Promise<number> {
  const { statusCode, body } = await request(`${replica.url}${expected.path}`, {
    headers: expected.headers,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  });
  const text = await body.text();
  const answeredAtMs = clock.nowMs();
  if (statusCode !== 200 || !holds(text, expected.holds)) {
    throw new Problem(
      'harness',
      `${replica.name} answered GET ${expected.path} with ${statusCode} and an unexpected body.`,
      {
        detail: text.slice(0, 500),
      },
    );
  }
  return answeredAtMs;
}

function holds(text: string, expected: Readonly<Record<string, unknown>>): boolean {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return Object.entries(expected).every(([name, value]) => body[name] === value);
  } catch {
    return false;
  }
}

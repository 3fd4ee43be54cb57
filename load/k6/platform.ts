import encoding from 'k6/encoding';
import { fail } from 'k6';
import http from 'k6/http';
import type { BookableEvent, KnownUser } from '../scenarios/booking-journey.ts';
import { setting } from './env.ts';

/** Platform: where the booking platform is, and as whom its visitors come. */
export interface Platform {
  readonly baseUrl: string;
  readonly users: readonly KnownUser[];
}

/**
 * tokensGiven reads the tokens of a script that runs on its own: TOKEN, several separated by commas, or TOKENS_FILE, one
 * a line. For the init context only, where files may be read.
 */
export function tokensGiven(): string[] {
  const file = setting('TOKENS_FILE');
  const text = file === undefined ? (setting('TOKEN') ?? '') : open(file);
  return text.split(/[\s,]+/).filter((token) => token !== '');
}

/** platformOf gives the platform at BASE_URL with its users registered. Fails the test where it cannot be reached. */
export function platformOf(tokens: readonly string[]): Platform {
  const baseUrl = (setting('BASE_URL') ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
  if (tokens.length === 0) fail('give -e TOKEN=…: `rehearse up` prints one, `rehearse token` signs more');
  return { baseUrl, users: tokens.map((token) => registered(baseUrl, token)) };
}

/** registered: whoever has registered before is known already. */
function registered(baseUrl: string, token: string): KnownUser {
  const body = { first: 'Load', last: 'Test', age: 36 };
  const { status } = post(baseUrl, '/api/users', body, token);
  if (status !== 201 && status !== 200 && status !== 409)
    fail(`POST ${baseUrl}/api/users answered ${status}`);
  return { id: subjectOf(token), token };
}

/** subjectOf reads whom a token names (RFC 7519); whether it holds is for the platform to say. */
function subjectOf(token: string): string {
  const claims = encoding.b64decode(token.split('.')[1] ?? '', 'rawurl', 's');
  return String((JSON.parse(claims) as { sub?: unknown }).sub);
}

/** eventsOf lists events to book. Fails the test where there are none. */
export function eventsOf({ baseUrl, users }: Platform): BookableEvent[] {
  const response = http.get(`${baseUrl}/api/events?limit=100`, { headers: bearer(users[0]!.token) });
  const items = response.status === 200 ? (response.json('items') as { id: string; name: string }[]) : [];
  if (items.length === 0) fail(`GET ${baseUrl}/api/events answered ${response.status} and no events`);
  return items.map(({ id, name }) => ({ id, name, weight: 1 }));
}

/** post sends JSON as whoever the token names. */
export function post(
  baseUrl: string,
  path: string,
  body: object,
  token: string,
): { status: number; id: string | undefined } {
  const headers = { ...bearer(token), 'content-type': 'application/json' };
  const response = http.post(baseUrl + path, JSON.stringify(body), { headers, redirects: 0 });
  const created = response.status === 201 && response.body !== null;
  return { status: response.status, id: created ? (response.json('id') as string) : undefined };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

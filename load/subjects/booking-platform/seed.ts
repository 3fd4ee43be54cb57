import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { Problem } from '../../model/problem.ts';
import { events, locations, users } from './demo-data.ts';
import type { TokenSigner } from './tokens.ts';

/** SeededUser: a user who has registered, and a token that says so. */
export interface SeededUser {
  readonly id: string;
  readonly token: string;
}

/** Seeded: what was created, by id. */
export interface Seeded {
  readonly events: readonly {
    readonly id: string;
    readonly name: string;
    readonly weight: number;
    readonly capacity: number;
  }[];
  readonly users: readonly SeededUser[];
}

interface Created {
  readonly id: string;
}
interface CreatedLocation extends Created {
  readonly halls: readonly { readonly id: string }[];
}

const limits = { headersTimeout: 10_000, bodyTimeout: 10_000 };

/** tokenLifeMs: longer than any run. */
const tokenLifeMs = 7 * 86_400_000;

/** seedThrough creates the demo data through the gateway, as its clients would: each user registers himself. */
export async function seedThrough(entryUrl: string, signer: TokenSigner): Promise<Seeded> {
  const operator = await signer.sign('operator', tokenLifeMs);
  return { events: await seedEvents(entryUrl, operator, []), users: await seedUsers(entryUrl, signer) };
}

/** seedAgain is seedThrough for a platform that may hold the demo data already, or a part of it: that is used again. */
export async function seedAgain(entryUrl: string, signer: TokenSigner): Promise<Seeded> {
  const operator = await signer.sign('operator', tokenLifeMs);
  const there = await knownEvents(entryUrl);
  return { events: await seedEvents(entryUrl, operator, there), users: await seedUsers(entryUrl, signer) };
}

interface KnownEvent extends Created {
  readonly name: string;
}

/** knownEvents: those of the demo that are there; no two events have the same name. */
async function knownEvents(entryUrl: string): Promise<KnownEvent[]> {
  const there: KnownEvent[] = [];
  for (const { name } of events) {
    const { body } = await request(`${entryUrl}/api/events?name=${encodeURIComponent(name)}`, limits);
    there.push(...((await body.json()) as { items: KnownEvent[] }).items);
  }
  return there;
}

async function seedEvents(
  entryUrl: string,
  token: string,
  there: readonly KnownEvent[],
): Promise<Seeded['events']> {
  const places = there.length < events.length ? await seedLocations(entryUrl, token) : [];
  const seededEvents: Seeded['events'][number][] = [];
  for (const { location, hall, weight, ...event } of events) {
    const place = places[location];
    const body = { ...event, locationId: place?.id, hallId: place?.halls[hall]?.id };
    const { id } =
      there.find(({ name }) => name === event.name) ??
      (await post<Created>(entryUrl, '/api/events', body, token));
    const capacity = locations[location]?.halls[hall]?.capacity ?? 0;
    seededEvents.push({ id, name: event.name, weight, capacity });
  }
  return seededEvents;
}

async function seedLocations(entryUrl: string, token: string): Promise<CreatedLocation[]> {
  const places: CreatedLocation[] = [];
  for (const location of locations)
    places.push(await post<CreatedLocation>(entryUrl, '/api/locations', location, token));
  return places;
}

async function seedUsers(entryUrl: string, signer: TokenSigner): Promise<SeededUser[]> {
  const seededUsers: SeededUser[] = [];
  for (const user of users) {
    const token = await signer.sign(`${user.first} ${user.last}`, tokenLifeMs);
    const { id } = await post<Created>(entryUrl, '/api/users', user, token);
    seededUsers.push({ id, token });
  }
  return seededUsers;
}

async function post<T>(entryUrl: string, path: string, body: unknown, token: string): Promise<T> {
  const { statusCode, body: answer } = await request(`${entryUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    ...limits,
  });
  const text = await answer.text();
  if (statusCode !== 201) {
    throw new Problem('harness', `seeding failed: POST ${path} answered ${statusCode} instead of 201.`, {
      detail: text.slice(0, 500),
    });
  }
  return JSON.parse(text) as T;
}

/** untilTrue asks again every 100 ms until the answer is yes; a Problem names `what` after the deadline. */
export async function untilTrue(
  what: string,
  deadlineMs: number,
  ask: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!(await ask())) {
    if (performance.now() > giveUpAt) {
      throw new Problem('harness', `waited ${deadlineMs / 1000} s in vain for this: ${what}.`);
    }
    await sleep(100);
  }
}

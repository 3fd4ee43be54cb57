import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { Problem } from '../../model/problem.ts';
import { events, locations, users } from './demo-data.ts';

/** Seeded: what was created, by id. */
export interface Seeded {
  readonly events: readonly {
    readonly id: string;
    readonly name: string;
    readonly weight: number;
    readonly capacity: number;
  }[];
  readonly userIds: readonly string[];
}

interface Created {
  readonly id: string;
}
interface CreatedLocation extends Created {
  readonly halls: readonly { readonly id: string; readonly capacity: number }[];
}

/** seedThrough creates the demo data through the gateway, as any client would. */
export async function seedThrough(entryUrl: string): Promise<Seeded> {
  const places: CreatedLocation[] = [];
  for (const location of locations)
    places.push(await post<CreatedLocation>(entryUrl, '/api/locations', location));
  const seededEvents: Seeded['events'][number][] = [];
  for (const { location, hall, weight, ...event } of events) {
    const place = places[location];
    const room = place?.halls[hall];
    const body = { ...event, locationId: place?.id, hallId: room?.id };
    const { id } = await post<Created>(entryUrl, '/api/events', body);
    seededEvents.push({ id, name: event.name, weight, capacity: room?.capacity ?? 0 });
  }
  const userIds: string[] = [];
  for (const user of users) userIds.push((await post<Created>(entryUrl, '/api/users', user)).id);
  return { events: seededEvents, userIds };
}

async function post<T>(entryUrl: string, path: string, body: unknown): Promise<T> {
  const { statusCode, body: answer } = await request(`${entryUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
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

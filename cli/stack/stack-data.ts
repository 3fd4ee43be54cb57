import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { docker } from '../../load/model/docker.ts';
import { Problem } from '../../load/model/problem.ts';
import { seedAgain, type Seeded } from '../../load/subjects/booking-platform/seed.ts';
import { subjectId, type TokenSigner } from '../../load/subjects/booking-platform/tokens.ts';
import type { WaitOptions } from './await-up.ts';
import { containersOf } from './stack-containers.ts';

const askEveryMs = 200;
const requestLimits = { headersTimeout: 5_000, bodyTimeout: 5_000 };

/** seedStack fills a stack through its front door, where it is not filled yet, and ends when bookings knows every event. */
export async function seedStack(
  project: string,
  entryUrl: string,
  signer: TokenSigner,
  wait: WaitOptions,
): Promise<Seeded> {
  await untilYes('the gateway reaches events and bookings', wait, () => frontDoorAnswers(entryUrl, signer));
  wait.tell('seeding');
  const seeded = await seedAgain(entryUrl, signer);
  await untilYes('bookings knows every seeded event', wait, async () => {
    return (await eventsThatBookingsKnows(project)) >= seeded.events.length;
  });
  return seeded;
}

async function frontDoorAnswers(entryUrl: string, signer: TokenSigner): Promise<boolean> {
  const authorization = `Bearer ${await signer.sign('operator', 60_000)}`;
  const known = [200, 404];
  const paths = ['/api/events?limit=1', `/api/users/${subjectId('operator')}`];
  const statuses = await Promise.all(paths.map((path) => statusOf(`${entryUrl}${path}`, { authorization })));
  return statuses.every((status) => known.includes(status));
}

async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  try {
    const { statusCode, body } = await request(url, { headers, ...requestLimits });
    await body.dump();
    return statusCode;
  } catch {
    return 0;
  }
}

const account = z.object({ events: z.number() });

/** The service's own account; its database is reachable inside the stack's network only. */
async function eventsThatBookingsKnows(project: string): Promise<number> {
  const bookings = (await containersOf(project)).find(({ service }) => service === 'bookings');
  if (bookings === undefined) return 0;
  return account.parse(JSON.parse(await docker(['exec', bookings.id, 'node', '/app/service.js', 'audit'])))
    .events;
}

async function untilYes(
  what: string,
  { limitMs, signal, tell }: WaitOptions,
  ask: () => Promise<boolean>,
): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  tell(`waiting until ${what}`);
  while (!(await ask())) {
    signal.throwIfAborted();
    if (performance.now() > giveUpAt) {
      throw new Problem('harness', `waited ${limitMs / 1000} s in vain until ${what}.`, {
        next: 'Look at the logs of the services with "docker compose logs", or try again.',
      });
    }
    await sleep(askEveryMs, undefined, { signal });
  }
}

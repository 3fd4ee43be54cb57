import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, as, send } from '../../testing/http.ts';
import { type Platform, addBookable, auditOf, startPlatform } from '../../testing/platform.ts';
import { execute } from '../../testing/postgres.ts';
import { type RunningService, startReady, until } from '../../testing/service.ts';
import { freeze } from '../fixtures/frozen-postgres.ts';

const limits = {
  DATABASE_POOL_SIZE: '2',
  DATABASE_QUEUE_TIMEOUT_MS: '300',
  DATABASE_STATEMENT_TIMEOUT_MS: '300',
};

let platform: Platform;
let service: RunningService;
let eventId: string;
let userId: string;

beforeAll(async () => {
  platform = await startPlatform();
  service = await startReady('bookings/main.ts', { ...platform.bookings, ...limits });
  ({ eventId, userId } = await addBookable(platform.bookings, 1_000_000));
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});

const book = (key = newId()) =>
  send(
    'POST',
    `${service.url}/events/${eventId}/bookings`,
    { userId, seats: 1 },
    { ...as(userId), 'idempotency-key': key },
  );
const readyz = () => send('GET', `${service.opsUrl}/readyz`);
const untilReady = () => until('ready again', async () => (await readyz()).status === 200 || undefined);
const untilNotReady = () =>
  until('not ready', async () => {
    const answer = await readyz();
    return answer.status === 503 ? answer.body : undefined;
  });

function expectUnavailable(answers: readonly Answer[]): void {
  for (const { status, headers, body } of answers) {
    expect(body).toMatchObject({ type: 'urn:rehearse:problem:store-unavailable' });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  }
}

/** Books without a pause, on several connections, until told to stop; gives what was acknowledged, and the rest. */
function bookOnAndOn() {
  let going = true;
  const acknowledged: string[] = [];
  const refused: Answer[] = [];
  const client = async () => {
    for (;;) {
      if (!going) return;
      const answer = await book();
      if (answer.status === 201) acknowledged.push(String(answer.body['id']));
      else refused.push(answer);
    }
  };
  const clients = Promise.all([client(), client(), client(), client()]);
  const stop = async () => {
    going = false;
    await clients;
  };
  return { acknowledged, refused, stop };
}

async function stored(): Promise<Set<unknown>> {
  const rows = await execute(
    platform.bookings['DATABASE_URL']!,
    `SELECT id FROM bookings WHERE event_id = '${eventId}'`,
  );
  return new Set(rows.map(({ id }) => id));
}

interface Outage {
  readonly how: string;
  /** Takes the database away, and gives what brings it back. */
  readonly take: () => Promise<() => Promise<void>>;
}

const outages: readonly Outage[] = [
  {
    how: 'hangs',
    take: async () => {
      const thaw = await freeze(platform.bookings['DATABASE_URL']!);
      return async () => thaw();
    },
  },
  {
    how: 'stops',
    take: async () => {
      await platform.postgres.end();
      return async () => platform.postgres.start();
    },
  },
];

test.each(outages)(
  'a database that $how under load loses nothing that was acknowledged, and is back by itself',
  async ({ take }) => {
    const load = bookOnAndOn();
    await until('bookings', () => load.acknowledged.length > 50 || undefined);
    const giveBack = await take();
    try {
      // Each is answered while the database is still away.
      expectUnavailable(await Promise.all(Array.from({ length: 10 }, () => book())));
      expect(await untilNotReady()).toMatchObject({ reasons: [{ name: 'database' }] });
      expect((await send('GET', `${service.opsUrl}/livez`)).status).toBe(200);
    } finally {
      await giveBack();
    }
    await untilReady();
    const before = load.acknowledged.length;
    await until('bookings again', () => load.acknowledged.length > before + 50 || undefined);
    await load.stop();
    expectUnavailable(load.refused);
    const held = await stored();
    expect(load.acknowledged.filter((id) => !held.has(id))).toEqual([]);
    expect(await auditOf('bookings', platform.bookings)).toMatchObject({ oversoldSeats: 0 });
  },
);

test('an answer that the outage swallowed comes with the repetition under the same key, and books once', async () => {
  const key = newId();
  const thaw = await freeze(platform.bookings['DATABASE_URL']!);
  try {
    expectUnavailable([await book(key)]);
  } finally {
    thaw();
  }
  await untilReady();
  const again = await until('the booking', async () => {
    const answer = await book(key);
    return answer.status === 201 ? answer : undefined;
  });
  expect((await book(key)).body).toEqual(again.body);
});

test('a statement that waits for too long is given up, and so are the requests behind it', async () => {
  const { DATABASE_URL = '' } = platform.bookings;
  const holding = execute(
    DATABASE_URL,
    `BEGIN; UPDATE events SET name = name WHERE id = '${eventId}'; SELECT pg_sleep(1.5); COMMIT`,
  );
  await until('the lock', async () => {
    const rows = await execute(DATABASE_URL, `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`);
    return rows.length > 0 || undefined;
  });
  const answers = await Promise.all(Array.from({ length: 6 }, () => book()));
  expectUnavailable(answers);
  expect((await readyz()).status).toBe(200);
  await holding;
  expect((await book()).status).toBe(201);
});

import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freeze } from '../stores/fixtures/frozen-postgres.ts';
import { as, send } from '../testing/http.ts';
import { type Platform, addBookable, startPlatform } from '../testing/platform.ts';
import { execute } from '../testing/postgres.ts';
import { type RunningService, launch, startReady, until } from '../testing/service.ts';

const main = 'bookings/main.ts';
const clients = 4;
let platform: Platform;
let url: string;

beforeAll(async () => {
  platform = await startPlatform();
  url = platform.bookings['DATABASE_URL']!;
});
afterAll(() => platform?.[Symbol.asyncDispose]());

const book = (service: RunningService, { eventId, userId }: { eventId: string; userId: string }) =>
  send('POST', `${service.url}/events/${eventId}/bookings`, { seats: 1 }, as(userId));

async function expectInOrder({ exited, lines }: Pick<RunningService, 'exited' | 'lines'>): Promise<void> {
  const { code } = await exited;
  expect([code, lines.at(-1)]).toEqual([
    0,
    expect.objectContaining({ msg: 'stopped', open: { requests: 0, connections: 0 } }),
  ]);
}

function isRefusedConnection({ cause }: Error): boolean {
  return (cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';
}

/**
 * Books on several connections, as a balancer does: each goes on until it is asked to close, or refused. `onAnswer` is
 * told how many bookings were acknowledged; what gets another answer, or none, is a fault.
 */
async function bookUntilClosed(
  service: RunningService,
  wish: { readonly eventId: string; readonly userId: string },
  onAnswer: (acknowledged: number) => void,
) {
  const [acknowledged, faults]: [string[], unknown[]] = [[], []];
  const client = async () => {
    for (;;) {
      const answer = await book(service, wish).catch((error: Error) => error);
      if (answer instanceof Error) {
        if (!isRefusedConnection(answer)) faults.push(answer.cause);
        return;
      }
      if (answer.status !== 201) faults.push(answer);
      onAnswer(acknowledged.push(String(answer.body['id'])));
      if (answer.headers.get('connection') === 'close') return;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { acknowledged: acknowledged.toSorted(), faults };
}

test.concurrent.each(['listening', 'ready'])('SIGTERM when it is %s ends it in order', async (moment) => {
  await using service = launch(main, platform.bookings);
  await service.line(moment);
  service.kill('SIGTERM');
  await expectInOrder(service);
});

test.concurrent.each(Array.from({ length: 18 }, (_, moment) => moment * 3))(
  'SIGTERM under load, %i bookings after it was ready, loses none and makes none that nobody knows of',
  async (moment) => {
    await using service = await startReady(main, { ...platform.bookings, DRAIN_DELAY_MS: '200' });
    const wish = await addBookable(platform.bookings, 1_000_000);
    const booking = bookUntilClosed(service, wish, (count) => count === moment && service.kill('SIGTERM'));
    if (moment === 0) service.kill('SIGTERM');
    const { acknowledged, faults } = await booking;
    await expectInOrder(service);
    expect(faults).toEqual([]);
    const stored = await execute(
      url,
      `SELECT id FROM bookings WHERE event_id = '${wish.eventId}' ORDER BY id`,
    );
    expect(stored.map(({ id }) => id)).toEqual(acknowledged);
    expect(acknowledged.length).toBeGreaterThanOrEqual(moment);
  },
);

test('a statement that is stuck at SIGTERM is given up, its client told that nothing was done, and the end in order', async () => {
  await using service = await startReady(main, {
    ...platform.bookings,
    DATABASE_STATEMENT_TIMEOUT_MS: '500',
  });
  const wish = await addBookable(platform.bookings, 10);
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query(`BEGIN; SELECT FROM events WHERE id = '${wish.eventId}' FOR UPDATE`);
  const answer = book(service, wish);
  await until('the statement to be stuck', async () => {
    const stuck = await execute(url, `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
    return stuck.length > 0 || undefined;
  });
  service.kill('SIGTERM');
  const { status, headers, body } = await answer;
  expect([status, headers.get('retry-after'), headers.get('connection')]).toEqual([503, '1', 'close']);
  expect(body['detail']).toContain('Nothing was done');
  await expectInOrder(service);
  await holder.end();
  expect(await execute(url, `SELECT seats_left FROM events WHERE id = '${wish.eventId}'`)).toEqual([
    { seats_left: 10 },
  ]);
});

test('a database that hangs at SIGTERM is not waited for, and the end in order', async () => {
  await using service = await startReady(main, {
    ...platform.bookings,
    DATABASE_STATEMENT_TIMEOUT_MS: '300',
  });
  // By then it waits for messages, too, and has nothing under way.
  await until('no warnings', async () => {
    const { body } = await send('GET', `${service.opsUrl}/readyz`);
    return body['warnings'] === undefined || undefined;
  });
  const thaw = await freeze(url);
  try {
    service.kill('SIGTERM');
    await expectInOrder(service);
  } finally {
    thaw();
  }
});

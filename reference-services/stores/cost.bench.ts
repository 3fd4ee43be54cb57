// What the services add to their statements: how many answers a second they give for each time that the bare prepared
// statement, through the same driver and pool, is run. Both sides alternate within one run; ratios are what counts.
// Run it: node reference-services/stores/cost.bench.ts
import { performance } from 'node:perf_hooks';
import { type Dispatcher, Pool as HttpPool } from 'undici';
import { Pool } from 'pg';
import { v7 as newId } from 'uuid';
import { type Platform, addBookable, startPlatform } from '../testing/platform.ts';
import { execute } from '../testing/postgres.ts';
import { type Variables, startReady } from '../testing/service.ts';
import { book, bookOnce } from './postgres/bookings-sql.ts';
import { findEvent } from './postgres/events-sql.ts';

const rounds = 7;
const callsPerRound = 2000;
const atOnce = 10;

type Call = () => Promise<void>;

/** Side is one way of doing a thing, with the calls per second of each round. */
interface Side {
  readonly name: string;
  readonly call: Call;
  readonly rates: number[];
}

/** rateOf makes all calls of a round, `atOnce` at a time, and gives how many there were in a second. */
async function rateOf(call: Call): Promise<number> {
  let left = callsPerRound;
  const startedMs = performance.now();
  const worker = async () => {
    while ((left -= 1) >= 0) await call();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (callsPerRound / (performance.now() - startedMs)) * 1000;
}

async function measure(sides: readonly Side[]): Promise<void> {
  for (const { call } of sides) await rateOf(call);
  for (let round = 0; round < rounds; round += 1)
    for (const { call, rates } of round % 2 === 0 ? sides : sides.toReversed())
      rates.push(await rateOf(call));
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function report([base, ...others]: readonly Side[]): void {
  if (!base) return;
  process.stdout.write(`${base.name}: ${median(base.rates).toFixed(0)}/s\n`);
  for (const { name, rates } of others) {
    const ratio = median(rates.map((rate, round) => rate / (base.rates[round] ?? Number.NaN)));
    process.stdout.write(`${name}: ${median(rates).toFixed(0)}/s, ${(ratio * 100).toFixed(0)}% of that\n`);
  }
}

// Torn down in reverse, whatever happens.
await using tearDown = new AsyncDisposableStack();

const side = (name: string, call: Call): Side => ({ name, call, rates: [] });

type Ask = (request: Dispatcher.RequestOptions, status: number) => Promise<void>;

/** asking starts a service, and gives what asks it on as many connections as the bare statements have. */
async function asking(main: string, variables: Variables): Promise<Ask> {
  const service = tearDown.use(await startReady(main, { ...variables, ACCESS_LOG_SAMPLE: '0.01' }));
  const pool = tearDown.adopt(new HttpPool(service.url, { connections: atOnce }), (http) => http.close());
  return async (request, status) => {
    const { statusCode, body } = await pool.request(request);
    await body.text();
    if (statusCode !== status)
      throw new Error(`${request.method} ${request.path} answered ${statusCode}, not ${status}`);
  };
}

async function eventSides({ events }: Platform, bare: Pool): Promise<Side[]> {
  const [id, location] = [newId(), newId()];
  await execute(
    events['DATABASE_URL']!,
    `INSERT INTO locations VALUES ('${location}', 'Club', 'Street', 'Germany', '20:00', '23:00', '[]');
     INSERT INTO events VALUES ('${id}', 'Gig', now(), now() + interval '1 h', '${location}', '${newId()}', 1, 'EUR', 9)`,
  );
  const ask = await asking('events/main.ts', events);
  return [
    side('bare find-event', async () => void (await bare.query({ ...findEvent, values: [id] }))),
    side('GET /events/{id}', () => ask({ method: 'GET', path: `/events/${id}` }, 200)),
  ];
}

async function bookingSides({ bookings }: Platform, bare: Pool): Promise<Side[]> {
  const bookable = await Promise.all(Array.from({ length: 20 }, () => addBookable(bookings, 1_000_000)));
  let turn = 0;
  const next = () => bookable[(turn += 1) % bookable.length]!;
  const values = () => {
    const [id, { eventId, userId }] = [newId(), next()];
    return [id, eventId, userId, 1, newId(), JSON.stringify({ bookingId: id, eventId, userId, seats: 1 })];
  };
  const ask = await asking('bookings/main.ts', bookings);
  const booking = (key: () => Record<string, string>) => () => {
    const { eventId, userId } = next();
    const headers = { 'content-type': 'application/json', 'x-user-id': userId, ...key() };
    const body = JSON.stringify({ userId, seats: 1 });
    return ask({ method: 'POST', path: `/events/${eventId}/bookings`, headers, body }, 201);
  };
  return [
    side('bare book', async () => void (await bare.query({ ...book, values: values() }))),
    side(
      'bare book-once',
      async () => void (await bare.query({ ...bookOnce, values: [...values(), newId()] })),
    ),
    side(
      'POST bookings',
      booking(() => ({})),
    ),
    side(
      'POST bookings with Idempotency-Key',
      booking(() => ({ 'idempotency-key': newId() })),
    ),
  ];
}

const platform = tearDown.use(await startPlatform());
const poolOf = ({ DATABASE_URL = '' }: Variables) =>
  tearDown.adopt(new Pool({ connectionString: DATABASE_URL, max: atOnce }), (pool) => pool.end());
for (const sides of [
  await eventSides(platform, poolOf(platform.events)),
  await bookingSides(platform, poolOf(platform.bookings)),
]) {
  await measure(sides);
  report(sides);
}

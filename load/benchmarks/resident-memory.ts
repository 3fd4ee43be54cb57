import { pacedEngine } from '../engines/paced.ts';
import { defaultMaxInFlight } from '../model/load-plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { residentMemory } from '../probes/proc-memory.ts';
import type { Replica } from '../targets/target.ts';
import { HttpLoop } from './closed-loop.ts';
import type { Row } from './row.ts';
import type { Stand } from './stand.ts';

const bookings = 10_000;
const every = 1000;
const clients = 10;

/** Growth: the resident memory of a replica before its first booking and after each thousand, in MB (10⁶ bytes). */
type Growth = readonly number[];

/**
 * residentMemoryAfterBookings is what the kernel counts as resident of one bookings replica after 10,000 bookings, made
 * by an open model at a rate, and by a closed loop of ten as fast as they are answered. Each load has a new process. The
 * closed loop goes on to 20,000: memory is on a plateau when the second ten thousand add less than 5 MB, as medians of
 * the last five of each ten samples.
 */
export async function residentMemoryAfterBookings(stand: Stand, openRate: number): Promise<Row[]> {
  const platform = await stand.platform(await stand.databases('memory'), { bookings: 0 });
  const open = await watched(await platform.addReplica('bookings'), (replica, seen) =>
    openModel(replica, stand, openRate, seen),
  );
  const closed = await watched(await platform.addReplica('bookings'), (replica, seen) =>
    closedLoop(replica, stand, seen),
  );
  return [
    row(`open model, ${openRate}/s`, open),
    row('closed loop of 10', closed.slice(0, bookings / every + 1)),
    plateau(closed),
  ];
}

function row(load: string, growth: Growth): Row {
  return {
    what: `RSS of bookings after 10,000 bookings, ${load}`,
    unit: 'MB',
    values: growth.slice(-1),
    goal: { better: 'below', goal: 110 },
    beside: growth.map((mb) => mb.toFixed(0)).join(' '),
  };
}

function plateau(growth: Growth): Row {
  const median = (values: Growth) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  const [first, second] = [growth.slice(6, 11), growth.slice(16, 21)];
  return {
    what: 'growth by the next 10,000 bookings',
    unit: 'MB',
    values: [median(second) - median(first)],
    goal: { better: 'below', goal: 5 },
    beside: growth
      .slice(11)
      .map((mb) => mb.toFixed(0))
      .join(' '),
  };
}

/** seen is told how many bookings were made so far. */
type Load = (replica: Replica, seen: (made: number) => void) => Promise<unknown>;

async function watched(replica: Replica, load: Load): Promise<Growth> {
  const megabytes = () => (residentMemory(replica.pid ?? 0)?.rssBytes ?? Number.NaN) / 1e6;
  const growth = [megabytes()];
  await load(replica, (made) => {
    if (made >= growth.length * every) growth.push(megabytes());
  });
  return growth;
}

async function closedLoop(
  { url }: Replica,
  { eventIds, userIds }: Stand,
  seen: (made: number) => void,
): Promise<void> {
  await using loop = new HttpLoop(url, clients);
  let made = 0;
  const next = () => {
    seen(made);
    const [eventId, userId] = [eventIds[made % eventIds.length], userIds[made % userIds.length] ?? ''];
    made += 1;
    const headers = { 'content-type': 'application/json', 'x-user-id': userId };
    return {
      method: 'POST',
      path: `/events/${eventId}/bookings`,
      headers,
      body: '{"seats":1}',
      status: 201,
    } as const;
  };
  await loop.run(next, { durationMs: Infinity, maxCalls: 2 * bookings + 1 });
}

async function openModel(
  { url }: Replica,
  stand: Stand,
  ratePerSecond: number,
  seen: (made: number) => void,
): Promise<void> {
  const { startedAt, originNs } = stand.clock;
  const plan = {
    baseUrl: url,
    scenario: booking(stand),
    load: { model: 'open' as const, ratePerSecond, arrivals: 'poisson' as const },
    seed: 1,
    warmUpMs: 0,
    durationMs: (bookings / ratePerSecond) * 1000,
    timeoutMs: 5000,
    maxInFlight: defaultMaxInFlight(ratePerSecond),
    clock: { startedAt, originNs },
  };
  const load = await pacedEngine.start(plan, ({ totals }) => seen(totals.ok));
  const { ledger } = (await load.finished).observation.measured;
  if (ledger.ok !== ledger.scheduled)
    throw new Error(`${ledger.ok} of ${ledger.scheduled} bookings were answered with 201`);
  seen(bookings);
}

function booking({ eventIds, userIds }: Stand): Scenario {
  return {
    name: 'bookings',
    description: 'one seat',
    data: { events: [...eventIds], users: [...userIds] },
    variables: { event: { oneOf: 'events' }, user: { oneOf: 'users' } },
    steps: [
      {
        name: 'book',
        method: 'POST',
        path: '/events/{event}/bookings',
        headers: { 'x-user-id': '{user}' },
        body: { seats: 1 },
        expectStatus: [201],
      },
    ],
  };
}

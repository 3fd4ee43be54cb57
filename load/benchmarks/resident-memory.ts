import { median } from '../../stats/order-statistics.ts';
import { pacedEngine } from '../engines/paced.ts';
import { defaultMaxInFlight } from '../model/load-plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ServiceSpec, SystemSpec } from '../model/system.ts';
import { cpuSeconds } from '../probes/proc-cpu.ts';
import { residentMemory } from '../probes/proc-memory.ts';
import { heapFlags } from '../subjects/booking-platform/commands.ts';
import type { Replica } from '../targets/target.ts';
import { HttpLoop } from './closed-loop.ts';
import type { Goal, Row } from './row.ts';
import type { Stand } from './stand.ts';

const bookings = 10_000;
const every = 1000;
const clients = 10;

/** Growth: what the kernel counts as resident of a replica before its first booking and after each thousand, in MB (10⁶ bytes). */
interface Growth {
  readonly megabytes: readonly number[];
  /** cpuUs: CPU time of the replica per booking, in microseconds. */
  readonly cpuUs: number;
}

/**
 * residentMemoryAfterBookings is the resident memory of one bookings replica after 10,000 bookings, made by an open
 * model at a rate, and by a closed loop of ten as fast as they are answered. Each load has a new process. The closed loop
 * goes on to 20,000: memory is on a plateau when the second ten thousand add less than 5 MB, between the medians of the
 * last five samples of each. The same closed loop without the flags shows what they save, and cost.
 */
export async function residentMemoryAfterBookings(stand: Stand, openRate: number): Promise<Row[]> {
  const system = stand.system(await stand.databases('memory'), { bookings: 1 });
  const withoutFlags = { ...system, services: system.services.map(flagless) };
  const open = await watched(stand, system, (replica, seen) => openModel(replica, stand, openRate, seen));
  const closed = await watched(stand, system, (replica, seen) => closedLoop(replica, stand, seen));
  const flags = await watched(stand, withoutFlags, (replica, seen) => closedLoop(replica, stand, seen));
  const goal: Goal = { better: 'below', goal: 110 };
  return [
    row(`RSS after 10,000 bookings, open model, ${openRate}/s`, open, goal),
    row('RSS after 10,000 bookings, closed loop', closed, goal),
    plateau(closed),
    row('RSS after 10,000 bookings, closed loop, without flags', flags),
  ];
}

function flagless(service: ServiceSpec): ServiceSpec {
  const [node, ...parts] = service.command;
  return { ...service, command: [node, ...parts.filter((part) => !heapFlags.some((flag) => flag === part))] };
}

function row(what: string, { megabytes, cpuUs }: Growth, goal?: Goal): Row {
  const upTo = megabytes.slice(0, bookings / every + 1);
  return {
    what,
    unit: 'MB',
    values: upTo.slice(-1),
    ...(goal && { goal }),
    beside: `${shown(upTo)}; CPU ${cpuUs.toFixed(0)} µs`,
  };
}

function plateau({ megabytes }: Growth): Row {
  return {
    what: 'growth by the next 10,000 bookings, closed loop',
    unit: 'MB',
    values: [median(megabytes.slice(16, 21)) - median(megabytes.slice(6, 11))],
    goal: { better: 'below', goal: 5 },
    beside: shown(megabytes.slice(11)),
  };
}

function shown(megabytes: readonly number[]): string {
  return megabytes.map((mb) => mb.toFixed(0)).join(' ');
}

/** seen is told how many bookings were made so far. */
type Load = (replica: Replica, seen: (made: number) => void) => Promise<unknown>;

async function watched(stand: Stand, system: SystemSpec, load: Load): Promise<Growth> {
  const target = await stand.start(system);
  const [replica] = target.replicas();
  const { pid = 0 } = replica!;
  const residentMb = () => (residentMemory(pid)?.rssBytes ?? Number.NaN) / 1e6;
  const megabytes = [residentMb()];
  const cpuBefore = cpuSeconds(pid) ?? Number.NaN;
  let made = 0;
  await load(replica!, (soFar) => {
    made = soFar;
    if (made >= megabytes.length * every) megabytes.push(residentMb());
  });
  const used = (cpuSeconds(pid) ?? Number.NaN) - cpuBefore;
  await target.stop({ graceMs: 0 });
  return { megabytes, cpuUs: (used / made) * 1e6 };
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

import { pacedEngine } from '../engines/paced.ts';
import { defaultMaxInFlight } from '../model/load-plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ServiceSpec } from '../model/system.ts';
import { privateKeyFile, readSigner } from '../subjects/booking-platform/tokens.ts';
import type { Row } from './row.ts';
import type { Stand } from './stand.ts';

const ratePerSecond = 500;
const tokenLifeMs = 3_600_000;

/** HopRounds: how many rounds there are, and the measured time and the warm-up of each side of a round. */
export interface HopRounds {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

/**
 * gatewayHop is what the gateway adds to the median response time at 500 requests a second: the paced engine asks
 * bookings for a user directly, and through the gateway with a token that it has verified before, in turns.
 */
export async function gatewayHop(stand: Stand, rounds: HopRounds): Promise<Row[]> {
  const databases = await stand.databases('hop');
  const system = stand.system(databases, { events: 1, bookings: 1, gateway: 1 });
  const platform = await stand.start({ ...system, services: system.services.map(unlimited) });
  const signer = await readSigner(privateKeyFile(stand.directory));
  const [userId = ''] = stand.userIds;
  const token = await signer.sign(userId, tokenLifeMs);
  const direct = {
    url: platform.replicas('bookings')[0]!.url,
    path: `/users/${userId}`,
    headers: { 'x-user-id': userId },
  };
  const through = {
    url: platform.entryUrl,
    path: `/api/users/${userId}`,
    headers: { authorization: `Bearer ${token}` },
  };
  const [hops, directs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds.rounds; round += 1) {
    const turns = round % 2 === 0 ? [direct, through] : [through, direct];
    const timesMs = new Map<typeof direct | typeof through, number>();
    for (const way of turns) timesMs.set(way, await p50Ms(way, stand, round, rounds));
    directs.push(timesMs.get(direct)!);
    hops.push(timesMs.get(through)! - timesMs.get(direct)!);
  }
  return [
    {
      what: 'gateway hop, p50 at 500 requests/s',
      unit: 'ms',
      values: hops,
      goal: { better: 'below', goal: 0.5 },
      beside: `on top of ${directs.map((ms) => ms.toFixed(2)).join(', ')} ms`,
    },
  ];
}

/** The limit is looked at for each request, and never reached. */
function unlimited(service: ServiceSpec): ServiceSpec {
  const limits = { RATE_LIMIT_PER_SECOND: '1000000', RATE_LIMIT_BURST: '1000000' };
  return service.name === 'gateway' ? { ...service, env: { ...service.env, ...limits } } : service;
}

interface Way {
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
}

async function p50Ms(way: Way, { clock }: Stand, seed: number, rounds: HopRounds): Promise<number> {
  const load = await pacedEngine.start({
    baseUrl: way.url,
    scenario: scenarioOf(way),
    load: { model: 'open', ratePerSecond, arrivals: 'uniform' },
    seed,
    warmUpMs: rounds.warmUpMs,
    durationMs: rounds.roundMs,
    timeoutMs: 5000,
    maxInFlight: defaultMaxInFlight(ratePerSecond),
    clock: { startedAt: clock.startedAt, originNs: clock.originNs },
  });
  const { observation } = await load.finished;
  const { ledger, responseTimeMs } = observation.measured;
  if (ledger.ok !== ledger.scheduled || responseTimeMs.p50 === null)
    throw new Error(`${way.path}: ${ledger.ok} of ${ledger.scheduled} requests were answered as they should`);
  return responseTimeMs.p50;
}

function scenarioOf({ path, headers }: Way): Scenario {
  const step = { name: 'user', method: 'GET' as const, path, headers, expectStatus: [200] };
  return { name: 'hop', description: 'one user', data: {}, variables: {}, steps: [step] };
}

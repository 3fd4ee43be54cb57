import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { valueOf } from './fixtures/gateway.ts';
import { type ServiceProcess, exitOf, runEntry, startService } from './fixtures/process.ts';
import { type ListedReplica, type ReplicaList, createReplicaList } from './fixtures/replica-list.ts';
import { createTestTokens } from './fixtures/tokens.ts';
import { until } from '../testing/until.ts';

const GATEWAY = new URL('./main.ts', import.meta.url);
const REPLICA = new URL('./fixtures/replica.ts', import.meta.url);
// Many times the gateway's POLL_INTERVAL_MS, as that may be late on a crowded machine.
const DRAIN = { DRAIN_DELAY_MS: '1000' };

interface StartedGateway extends ServiceProcess {
  /** Those of a client with a token. */
  readonly headers: { readonly authorization: string };
}

async function startGateway(list: ReplicaList, drainDelayMs = '200'): Promise<StartedGateway> {
  const tokens = await createTestTokens();
  const service = await startService(GATEWAY, {
    DISCOVERY: `file:${list.path}`,
    POLL_INTERVAL_MS: '50',
    TOKEN_KEYS: `file:${tokens.path}`,
    RATE_LIMIT_PER_SECOND: '0',
    DRAIN_DELAY_MS: drainDelayMs,
  });
  return { ...service, headers: await tokens.headersOf() };
}

function asReplicas(processes: readonly ServiceProcess[]): ListedReplica[] {
  return processes.flatMap(({ address, opsAddress, pid }) =>
    ['events', 'bookings'].map((service) => ({ service, instance: `r-${pid}`, address, opsAddress })),
  );
}

async function readyReplicas({ opsAddress }: ServiceProcess): Promise<number> {
  const { body } = await request(`http://${opsAddress}/metrics`);
  return valueOf(await body.text(), 'gateway_ready_replicas{service="bookings"}');
}

async function untilReady(gateway: ServiceProcess, count: number): Promise<void> {
  await until(async () => expect(await readyReplicas(gateway)).toBe(count));
}

/** Sends GET and POST in turn at a constant rate until stopped; counts what came back. */
function constantLoad({ address, headers }: StartedGateway) {
  const url = `http://${address}`;
  const agent = new Agent();
  onTestFinished(() => agent.close());
  const outcomes = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  const send = async (): Promise<void> => {
    sent += 1;
    const options =
      sent % 2 === 0
        ? { path: '/api/users/1', method: 'GET' as const }
        : { path: '/api/users', method: 'POST' as const, body: '{"first":"Ada"}' };
    const outcome = await agent.request({ origin: url, headers, ...options }).then(
      async ({ statusCode, body }) => `${statusCode} ${(await body.text()).length}`,
      (error: Error) => error.message,
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const timer = setInterval(() => {
    const one: Promise<void> = send().finally(() => underWay.delete(one));
    underWay.add(one);
  }, 4);
  onTestFinished(() => clearInterval(timer));
  const stop = async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    return { sent, outcomes: Object.fromEntries(outcomes) };
  };
  return { stop, sent: () => sent };
}

test('replacing every replica under constant load loses nothing and does nothing twice', async () => {
  const list = await createReplicaList();
  const gateway = await startGateway(list);
  let running = await Promise.all([1, 2, 3].map(() => startService(REPLICA, DRAIN)));
  const all = [...running];
  await list.write(asReplicas(running));
  await untilReady(gateway, 3);
  const load = constantLoad(gateway);

  for (const leaving of running) {
    const joining = await startService(REPLICA, DRAIN);
    all.push(joining);
    running = [...running, joining];
    await list.write(asReplicas(running));
    await untilReady(gateway, 4);
    expect(await leaving.stop()).toBe(0);
    running = running.filter((replica) => replica !== leaving);
    await list.write(asReplicas(running));
    await untilReady(gateway, 3);
  }

  const { sent, outcomes } = await load.stop();
  const gets = Math.floor(sent / 2);
  expect(outcomes).toEqual({ '200 13': gets, '201 15': sent - gets });
  expect(await gateway.stop()).toBe(0);
  for (const replica of running) expect(await replica.stop()).toBe(0);
  const served = all.map(({ lines }) => Number(lines.at(-1)?.['served']));
  expect(served.reduce((sum, count) => sum + count)).toBe(sent);
  expect(Math.min(...served)).toBeGreaterThan(0);
});

test('the gateway drains as its replicas do: out of its own balancer first, then nothing is lost', async () => {
  const list = await createReplicaList();
  const replica = await startService(REPLICA, DRAIN);
  await list.write(asReplicas([replica]));
  const gateway = await startGateway(list, '1500');
  await untilReady(gateway, 1);
  const load = constantLoad(gateway);
  await until(() => expect(load.sent()).toBeGreaterThan(20));
  const stopped = gateway.stop();
  const readyz = await until(async () => {
    const answer = await request(`http://${gateway.opsAddress}/readyz`);
    expect(answer.statusCode).toBe(503);
    return answer.body.json();
  });
  expect(readyz).toMatchObject({ reasons: [{ name: 'draining' }] });
  const sentBefore = load.sent();
  await until(() => expect(load.sent()).toBeGreaterThan(sentBefore + 20));
  const { sent, outcomes } = await load.stop();
  expect(outcomes).toEqual({ '200 13': Math.floor(sent / 2), '201 15': Math.ceil(sent / 2) });
  expect(await stopped).toBe(0);
  expect(gateway.lines.at(-1)).toMatchObject({ served: sent, open: { requests: 0, connections: 0 } });
});

test('a replica killed outright is taken out, and the others answer', async () => {
  const list = await createReplicaList();
  const gateway = await startGateway(list);
  const [victim, survivor] = [await startService(REPLICA, DRAIN), await startService(REPLICA, DRAIN)];
  await list.write(asReplicas([victim, survivor]));
  await untilReady(gateway, 2);
  process.kill(victim.pid, 'SIGKILL');
  await untilReady(gateway, 1);
  for (let times = 0; times < 20; times += 1) {
    const { statusCode, body } = await request(`http://${gateway.address}/api/users/1`, {
      headers: gateway.headers,
    });
    await body.dump();
    expect(statusCode).toBe(200);
  }
});

test('a gateway that finds no replica starts all the same, and says what it waits for', async () => {
  const list = await createReplicaList();
  const gateway = await startGateway(list);
  const { statusCode, body } = await request(`http://${gateway.opsAddress}/readyz`);
  expect([statusCode, await body.json()]).toEqual([
    503,
    expect.objectContaining({
      status: 'not-ready',
      reasons: expect.arrayContaining(
        ['events', 'bookings'].map((name) => expect.objectContaining({ name }) as object),
      ) as object[],
    }),
  ]);
  const page = await (await request(`http://${gateway.opsAddress}/metrics`)).body.text();
  expect(page).toContain('gateway_ready_replicas{service="bookings"} 0\n');
  const replica = await startService(REPLICA, DRAIN);
  await list.write(asReplicas([replica]));
  await until(() => expect(gateway.lines.some(({ msg }) => msg === 'ready')).toBe(true));
});

test('--help names every variable with its unit and default', async () => {
  const child = runEntry(GATEWAY, ['--help'], {});
  const help = await text(child.stdout as NodeJS.ReadableStream);
  expect(await exitOf(child)).toBe(0);
  expect(help).toMatch(/DISCOVERY\n.*file:PATH or dns:NAME:PORT:OPSPORT.*required/);
  expect(help).toMatch(/POLL_INTERVAL_MS\n.*milliseconds; default 250/);
  expect(help).toMatch(/ROUTE_TIMEOUT_MS\n.*milliseconds; default 5000/);
  expect(help).toMatch(/ROUTE_TIMEOUTS_MS\n.*MILLISECONDS.*optional/);
  expect(help).toMatch(/BODY_LIMIT_BYTES\n.*bytes; default 1048576/);
  expect(help).toMatch(/TOKEN_KEYS\n.*file:PATH; required\n.*reading events and locations/);
  expect(help).toMatch(/ RATE_LIMIT_PER_SECOND\n.*requests per second; default 50\n.*this replica/);
  expect(help).toMatch(/TLS_CERT_FILE\n.*PEM file.*\n.*HTTPS.*no h2/);
  expect(help).toMatch(/EJECTION_CONSECUTIVE_FAILURES\n.*failures; default 5/);
  expect(help).toMatch(/EJECTION_MAX_PERCENT\n.*percent; default 50/);
  expect(help).toMatch(/ANONYMOUS_RATE_LIMIT_BURST\n.*requests; default 2000/);
});

test.each([
  ['DISCOVERY is not set', { DISCOVERY: '' }],
  ['DISCOVERY is "dns:events"', { DISCOVERY: 'dns:events' }],
  ['ROUTE_TIMEOUT_MS is "-5"', { ROUTE_TIMEOUT_MS: '-5' }],
  ['ROUTE_TIMEOUTS_MS is "/api/nothing=5"', { ROUTE_TIMEOUTS_MS: '/api/nothing=5' }],
  ['POLL_INTERVAL_MS is "abc"', { POLL_INTERVAL_MS: 'abc' }],
  ['TOKEN_KEYS is not set', { TOKEN_KEYS: '' }],
  ['TOKEN_KEYS is "keys.json"', { TOKEN_KEYS: 'keys.json' }],
  ['RATE_LIMIT_BURST is "0"', { RATE_LIMIT_BURST: '0' }],
  ['EJECTION_CONSECUTIVE_FAILURES is "0"', { EJECTION_CONSECUTIVE_FAILURES: '0' }],
  ['EJECTION_MAX_PERCENT is "101"', { EJECTION_MAX_PERCENT: '101' }],
  ['EJECTION_MAX_MS is 10: it must be at least', { EJECTION_BASE_MS: '20', EJECTION_MAX_MS: '10' }],
])('%s: one line, exit code 2', async (message, environment) => {
  const child = runEntry(GATEWAY, [], {
    DISCOVERY: 'file:r.json',
    TOKEN_KEYS: 'file:k.json',
    ...environment,
  });
  const [errors] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), exitOf(child)]);
  expect(errors).toMatch(/^[^\n]+\n$/);
  expect(errors).toContain(message);
  expect(child.exitCode).toBe(2);
});

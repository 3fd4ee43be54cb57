import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { ledgerImbalance, type Ledger } from '../model/ledger.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { LoadPlan } from '../model/load-plan.ts';
import type { Step } from '../model/scenario.ts';
import { autocannonEngine } from './autocannon.ts';
import { getStep, planFor, postStep, scenarioOf } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

const closed = { load: { model: 'closed', connections: 10 } } as const;

async function run(baseUrl: string, set: Partial<LoadPlan> = {}): Promise<LoadObservation> {
  const load = await autocannonEngine.start({ ...planFor(baseUrl), ...closed, ...set });
  const { observation } = await load.finished;
  expect(ledgerImbalance(observation.measured.ledger)).toBeUndefined();
  return observation;
}

/** Only what is listed failed, and nothing was left open. */
function failed(ledger: Ledger, failures: Partial<Ledger['failures']>): void {
  const none = { refused: 0, reset: 0, closed: 0, truncated: 0, timeout: 0, status: 0, body: 0 };
  expect(ledger.failures).toEqual({ ...none, ...failures });
  expect(ledger.unfinished).toBe(0);
}

// They judge counts, and times only from below.
describe.concurrent('what the server lost is what autocannon counts, exactly and by kind', () => {
  test.each([
    ['dropping', { every: 20, by: 'fin' }, 'dropped', 'closed'],
    ['dropping', { every: 20, by: 'rst' }, 'dropped', 'reset'],
    ['halfHead', { every: 20 }, 'dropped', 'closed'],
    ['truncating', { every: 20, framing: 'length' }, 'truncated', 'truncated'],
    ['truncating', { every: 20, framing: 'chunked' }, 'truncated', 'truncated'],
    ['truncating', { every: 20, framing: 'rstLength' }, 'truncated', 'truncated'],
    ['refusing', { every: 20, status: 500 }, 'refused', 'status'],
    ['noise', undefined, 'noise', 'status'],
    ['silent', undefined, 'swallowed', 'timeout'],
  ] as const)('%s %o', async (behaviour, options, count, kind) => {
    const start = startTruthServer as (name: string, options: unknown) => ReturnType<typeof startTruthServer>;
    await using server = await start(behaviour, options);
    const { measured } = await run(server.url, behaviour === 'silent' ? { timeoutMs: 150 } : {});
    const counts = await server.counts();
    expect(counts[count]).toBeGreaterThan(2);
    failed(measured.ledger, { [kind]: counts[count] });
    expect(measured.ledger.ok).toBe(counts['answered'] ?? 0);
  });

  test('a refusal on purpose is no failure', async () => {
    await using server = await startTruthServer('refusing', { every: 10, status: 503, retryAfter: true });
    const { measured } = await run(server.url);
    failed(measured.ledger, {});
    expect(measured.ledger.rejected).toBe((await server.counts())['refused']);
  });
});

test.concurrent('the end of autocannon itself, some time after the last answer, is no fault', async () => {
  await using server = await startTruthServer('plain');
  const fixture = fileURLToPath(new URL('./truth/closed-load.fixture.ts', import.meta.url));
  expect(await execa(process.execPath, [fixture, server.url])).toMatchObject({ exitCode: 0, stderr: '' });
});

test.concurrent('its times are those of the answers, and it does not say what it cannot see', async () => {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  const { measured, responseTimeFrom } = await run(server.url, { durationMs: 2000 });
  expect(responseTimeFrom).toBe('sent');
  expect(measured.responseTimeMs.p50).toBeGreaterThan(19.5);
  expect(measured.dispatchDelayMs).toMatchObject({ p50: null, max: null });
  expect(measured.connectionWaitMs).toMatchObject({ p50: null, max: null });
});

test.concurrent('a connection whose end was announced is not written to, so that nothing is lost by that', async () => {
  let answered = 0;
  const server = createServer((_request, response) => {
    answered += 1;
    response.setHeader('connection', 'close');
    response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { measured } = await run(`http://127.0.0.1:${port}`);
  server.close();
  failed(measured.ledger, {});
  expect(measured.ledger.ok).toBe(answered);
  expect(answered).toBeGreaterThan(20);
});

test.concurrent('steps are taken in turn on each connection, with drawn variables, ids and checked bodies', async () => {
  const seen: string[] = [];
  const ids = new Set<string>();
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    ids.add(String(request.headers['x-request-id']));
    response
      .setHeader('x-instance-id', 'one')
      .end(JSON.stringify({ seats: request.method === 'GET' ? 2 : 3 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const checks: Step['checks'] = [{ pointer: '/seats', equals: 2 }];
  const scenario = scenarioOf(
    [
      { ...getStep, path: '/{n}', checks },
      { ...postStep, checks },
    ],
    { variables: { n: { integer: [1, 9] } } },
  );
  const load = { model: 'closed', connections: 1 } as const;
  const { measured, steps, instances } = await run(`http://127.0.0.1:${port}`, { scenario, load });
  server.close();
  const posts = Math.floor(seen.length / 2);
  failed(measured.ledger, { body: posts });
  expect(steps.map(({ name, failed: wrong }) => [name, wrong])).toEqual([
    ['get', 0],
    ['post', posts],
  ]);
  expect(
    seen.slice(0, 20).every((line, index) => (index % 2 === 0 ? /^GET \/[1-9]$/ : /^POST \/$/).test(line)),
  ).toBe(true);
  expect(new Set(seen).size).toBeGreaterThan(5);
  expect(ids.size).toBe(seen.length);
  expect(instances).toMatchObject([{ instance: 'one', answers: seen.length }]);
});

describe('what it cannot do is refused with the reason', () => {
  const plan = planFor('http://127.0.0.1:9');
  test.each<[string, LoadPlan, RegExp]>([
    ['a rate', plan, /does not send at a rate: .* first 4%.* wrong unit/],
    ['HEAD', { ...plan, ...closed, scenario: scenarioOf([{ ...getStep, method: 'HEAD' }]) }, /HEAD/],
    [
      'journeys',
      {
        ...plan,
        ...closed,
        scenario: scenarioOf([{ ...getStep, capture: { id: '/id' }, thinkTimeMs: { min: 1, max: 2 } }]),
      },
      /step "get": .* a think time before it, to capture from the answer/,
    ],
  ])('%s', async (_name, refused, why) => {
    const problem = await autocannonEngine.start(refused).catch((error: unknown) => error);
    expect(problem).toMatchObject({ kind: 'usage', message: expect.stringMatching(why) as string });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LoadPlan } from '../model/load-plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import type { LoadResult } from './engine.ts';
import { lacksK6 } from './k6/k6-here.fixture.ts';
import { childrenOf } from './k6/process-usage.ts';
import { k6Engine } from './k6.ts';
import { pacedEngine } from './paced.ts';
import { journalEntries } from './truth/journal-entries.ts';
import { getStep, planFor, postStep, scenarioOf, type PlanSet } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

async function run(baseUrl: string, set: PlanSet = {}, engine = k6Engine): Promise<LoadResult> {
  const started = await engine.start(planFor(baseUrl, { ratePerSecond: 100, durationMs: 1000, ...set }));
  return started.finished;
}

// They judge counts, not times.
describe.skipIf(lacksK6).concurrent('what the server lost (needs k6)', () => {
  test.each([
    ['dropping', { every: 20, by: 'fin' }, 'dropped', 'closed'],
    ['dropping', { every: 20, by: 'rst' }, 'dropped', 'reset'],
    ['truncating', { every: 20, framing: 'length' }, 'truncated', 'truncated'],
    ['truncating', { every: 20, framing: 'chunked' }, 'truncated', 'truncated'],
    ['refusing', { every: 20, status: 500 }, 'refused', 'status'],
    ['noise', undefined, 'noise', 'status'],
  ] as const)(
    'of POSTs is what k6 counts, exactly and by kind: %s %o',
    async (behaviour, options, count, kind) => {
      const start = startTruthServer as (
        name: string,
        options: unknown,
      ) => ReturnType<typeof startTruthServer>;
      await using server = await start(behaviour, options);
      const { observation } = await run(server.url, { scenario: scenarioOf([postStep]) });
      const counts = await server.counts();
      expect(counts[count]).toBeGreaterThan(2);
      const none = { refused: 0, reset: 0, closed: 0, truncated: 0, timeout: 0, status: 0, body: 0 };
      expect(observation.measured.ledger.failures).toEqual({ ...none, [kind]: counts[count] });
      expect(observation.measured.ledger.ok).toBe(counts['answered'] ?? 0);
      expect(observation.warnings).toEqual([]);
    },
  );

  test('of GETs may be hidden, because k6 sends them once more: it says so', async () => {
    await using server = await startTruthServer('dropping', { every: 20, by: 'fin' });
    const { observation } = await run(server.url, { durationMs: 3000, maxInFlight: 10 });
    const { answered = 0, dropped = 0 } = await server.counts();
    const { ok, failed } = observation.measured.ledger;
    expect(ok).toBe(answered);
    // What the server dropped and k6 does not know of was sent a second time.
    expect(failed).toBeLessThan(dropped);
    expect(observation.warnings.map(({ code }) => code)).toEqual(['silent-retries']);
  });
});

interface Seen {
  readonly line: string;
  readonly requestId: string;
}

/** bookingServer answers a journey's requests and keeps what it saw of them. */
async function bookingServer(): Promise<{ url: string; seen: Seen[]; close(): void }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const line = `${request.method} ${request.url} ${body}`;
      seen.push({ line, requestId: String(request.headers['x-request-id']) });
      const soldOut = request.method === 'POST' && request.url?.endsWith('/rare') === true;
      response.setHeader('x-instance-id', 'one').statusCode = soldOut
        ? 409
        : request.method === 'POST'
          ? 201
          : 200;
      response.end(JSON.stringify({ id: `booking of ${request.url}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    seen,
    close: () => void server.close(),
  };
}

const journey: Scenario = scenarioOf(
  [
    { ...getStep, name: 'list', path: '/events?seats={seats}', headers: { 'X-User': '{event.name}' } },
    {
      ...postStep,
      name: 'book',
      path: '/book/{event.name}',
      body: { seats: '{seats}', draw: '{draw}' },
      probability: 0.7,
      expectStatus: [201, 409],
      endsJourneyOn: [409],
      capture: { bookingId: '/id' },
      journal: { entry: 'booked', bookingId: '{bookingId}', seats: '{seats}' },
    },
    { ...getStep, name: 'read', path: '/bookings/{bookingId}', requires: ['bookingId'] },
  ],
  {
    data: { events: [{ name: 'a b', weight: 5 }, { name: 'c/d', weight: 2 }, { name: 'rare' }] },
    variables: { event: { oneOf: 'events' }, seats: { integer: [1, 4] }, draw: { integer: [0, 1e6] } },
  },
);

test.skipIf(lacksK6)(
  'what k6 came to too late was sent or not sent, and is not forgotten (needs k6)',
  async () => {
    await using server = await startTruthServer('plain');
    const measuring = Promise.withResolvers<void>();
    const plan = planFor(server.url, { ratePerSecond: 100, durationMs: 2000 });
    const started = await k6Engine.start(plan, () => measuring.resolve());
    await measuring.promise;
    const [k6 = Number.NaN] = childrenOf(started.pid);
    process.kill(k6, 'SIGSTOP');
    // Beyond the end of the load, by the clock that k6 goes by.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    process.kill(k6, 'SIGCONT');
    const { ledger } = (await started.finished).observation.measured;
    expect(ledger).toMatchObject({ scheduled: 200, ok: 200 - ledger.notSent });
    expect((await server.counts())['answered']).toBe(ledger.ok);
  },
);

describe.skipIf(lacksK6).concurrent('a journey (needs k6)', () => {
  test('asks for exactly what the paced engine asks for with the same seed', async () => {
    const [ours, theirs] = [await bookingServer(), await bookingServer()];
    const set = { scenario: journey, ratePerSecond: 50, warmUpMs: 1000, seed: 7 };
    const [{ journal }] = await Promise.all([run(theirs.url, set), run(ours.url, set, pacedEngine)]);
    const lines = (seen: readonly Seen[]): string[] =>
      seen.map(({ line }) => line).filter((line) => line.startsWith('POST'));
    const [paced, k6] = [lines(ours.seen), lines(theirs.seen)];
    const shared = k6.filter((line) => paced.includes(line)).length;
    // Of the journeys that are under way at the end, more or fewer come to their booking.
    expect(shared).toBeGreaterThan(40);
    expect(paced.length + k6.length - 2 * shared).toBeLessThan(10);
    const seats = new Set((await journalEntries(journal)).map((entry) => entry['seats']));
    expect(seats).toEqual(new Set([1, 2, 3, 4]));
    ours.close();
    theirs.close();
  });

  test('tells its steps, its ends, its instances and each request by an id of its own', async () => {
    const server = await bookingServer();
    const { observation, journal } = await run(server.url, { scenario: journey });
    server.close();
    const { journeys, measured, steps, instances } = observation;
    const ids = new Set(server.seen.map(({ requestId }) => requestId));
    expect(measured.ledger).toMatchObject({ sent: server.seen.length, ok: server.seen.length });
    expect(ids.size).toBe(server.seen.length);
    expect((await journalEntries(journal)).every(({ requestId }) => ids.has(requestId))).toBe(true);
    expect(journeys).toMatchObject({ scheduled: 100, broken: measured.ledger.notSent });
    expect(journeys.endedEarly).toBe(measured.statuses['409']);
    expect(steps[0]).toMatchObject({ name: 'list', requests: 100 - measured.ledger.notSent });
    expect(instances).toMatchObject([{ instance: 'one', answers: server.seen.length }]);
  });
});

test.skipIf(lacksK6)('budgets become thresholds, and crossing them is told (needs k6)', async () => {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  const codes = async (p50Ms: number): Promise<string[]> => {
    const { observation } = await run(server.url, { scenario: scenarioOf([postStep]), budgets: { p50Ms } });
    return observation.warnings.map(({ code }) => code);
  };
  expect(await Promise.all([codes(5), codes(500)])).toEqual([['k6-thresholds'], []]);
});

describe('what ends without a result is a problem of one line', () => {
  let directory = '';
  beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'rehearse-k6-'))));
  afterAll(() => rmSync(directory, { recursive: true }));
  afterEach(() => void vi.unstubAllEnvs());
  const problemOf = async (plan: LoadPlan, program?: string): Promise<unknown> => {
    if (program !== undefined) vi.stubEnv('K6_BIN', program);
    return k6Engine
      .start(plan)
      .then((load) => load.finished)
      .catch((error: unknown) => error);
  };
  /** pretender writes a program that answers to `version` as k6 does, and otherwise does what it is told. */
  const pretender = (version: string, does: string) => (): string => {
    const path = join(mkdtempSync(join(directory, 'pretender-')), 'k6');
    const text = `#!/bin/sh\n[ "$1" = version ] && echo "k6 v${version} (go1.26)" && exit 0\n${does}\n`;
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  };
  const plan = planFor('http://127.0.0.1:9', { durationMs: 1000 });
  const none = () => join(directory, 'nothing');

  test.each([
    ['no k6', none, 'usage', /is no k6 that runs.*go install go\.k6\.io\/k6@latest.*K6_BIN/],
    ['an old k6', pretender('1.4.2', ''), 'usage', /k6 1\.4\.2; .* needs 1\.5/],
    [
      'a script that throws',
      pretender('2.0.0', 'echo it threw >&2; exit 107'),
      'harness',
      /its script threw \(exit code 107\)[^]*it threw/,
    ],
    ['a script that gives up', pretender('2.0.0', 'exit 108'), 'harness', /gave up \(exit code 108\)/],
    ['an interruption', pretender('2.0.0', 'exit 105'), 'harness', /interrupted it \(exit code 105\)/],
  ])('%s', async (_name, program, kind, said) => {
    const problem = (await problemOf(plan, program())) as Problem;
    expect(problem.kind).toBe(kind);
    expect([problem.message, problem.next, problem.detail].join(' ')).toMatch(said);
  });

  test('a load of less than a second', async () => {
    expect(await problemOf({ ...plan, durationMs: 500 })).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/nothing shorter than one second/) as string,
    });
  });
});

test.skipIf(lacksK6)('a warm-up that is too short for k6 lasts a second (needs k6)', async () => {
  await using server = await startTruthServer('plain');
  const { observation } = await run(server.url, { warmUpMs: 300, ratePerSecond: 20 });
  expect(observation.measuredFromMs - observation.startedAtMs).toBeCloseTo(1000, 3);
  expect(observation.measured.ledger).toMatchObject({ scheduled: 20, ok: 20 });
  expect(observation.warmUp.sent).toBe(20);
});

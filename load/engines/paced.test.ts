import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LoadProgress } from '../model/load-observation.ts';
import { Problem } from '../model/problem.ts';
import { pacedEngine } from './paced.ts';
import { EngineProcess } from './process/engine-process.ts';
import { engineFiles } from './process/messages.ts';
import { mayTakeRealTime } from './process/real-time.ts';
import { journalEntries } from './truth/journal-entries.ts';
import { getStep, planFor, runLoad, scenarioOf, startLoad } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** directoryOf: where an engine's process keeps its files, by its command line. */
function directoryOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').at(-2) ?? '';
}

describe.concurrent('the engine', () => {
  test('tells its progress every second, and what it observed in the end', async () => {
    await using server = await startTruthServer('plain');
    const told: LoadProgress[] = [];
    await using load = await startLoad(
      planFor(server.url, { warmUpMs: 1500, durationMs: 1000 }),
      (progress) => told.push(progress),
    );
    const { observation, journal } = await load.finished;
    expect(told.slice(0, 2).map(({ phase }) => phase)).toEqual(['warm-up', 'measuring']);
    expect(told[1]?.totals.scheduled).toBeGreaterThan(told[0]?.totals.scheduled ?? Number.NaN);
    expect(told[1]?.atMs).toBeGreaterThan(told[0]?.atMs ?? Number.NaN);
    expect(observation).toMatchObject({ engine: 'paced', load: { model: 'open' }, stopped: 'no' });
    expect(observation.timeline.map(({ scheduled }) => scheduled)).toEqual([200, 200, 100]);
    expect(observation.generator.maxRssBytes).toBeGreaterThan(20e6);
    expect(observation.generator.cpuShare).toBeGreaterThan(0);
    expect(observation.generator.realTime).toBe(await mayTakeRealTime());
    expect(await journalEntries(journal)).toEqual([]);
  });

  test('leaves no process and no file behind', async () => {
    await using server = await startTruthServer('plain');
    await using load = await startLoad(planFor(server.url));
    const directory = directoryOf(load.pid);
    expect(existsSync(directory)).toBe(true);
    await load.finished;
    expect(existsSync(directory)).toBe(false);
    expect(isRunning(load.pid)).toBe(false);
  });

  test('gives the same result however often it is asked to stop, and afterwards', async () => {
    await using server = await startTruthServer('plain');
    await using load = await startLoad(planFor(server.url, { durationMs: 60_000 }));
    const [first, second] = await Promise.all([load.stop(), load.stop()]);
    expect(second).toBe(first);
    expect(await load.stop()).toBe(first);
    expect(await load.finished).toBe(first);
    await load.kill();
  });

  test('that is killed has no result, and says so', async () => {
    await using server = await startTruthServer('plain');
    await using load = await startLoad(planFor(server.url, { durationMs: 60_000 }));
    const directory = directoryOf(load.pid);
    await load.kill();
    await expect(load.finished).rejects.toThrow('the load engine was killed before it had a result.');
    expect(isRunning(load.pid)).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });

  test('that crashes is a problem with the end of its error output', async () => {
    await using server = await startTruthServer('plain');
    await using load = await startLoad(planFor(server.url));
    // Without its directory it cannot write its result.
    rmSync(directoryOf(load.pid), { recursive: true });
    const problem = await load.finished.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ kind: 'harness', message: expect.stringContaining('exit code 1') });
    expect((problem as Problem).detail).toMatch(/ENOENT.*observation\.json/);
  });

  test('that something else kills is a problem that names the signal', async () => {
    await using server = await startTruthServer('plain');
    await using load = await startLoad(planFor(server.url, { durationMs: 60_000 }));
    process.kill(load.pid, 'SIGKILL');
    await expect(load.finished).rejects.toThrow(/ended without a result: SIGKILL/);
  });

  test('that is asked to end by SIGTERM still says what it saw', async () => {
    await using server = await startTruthServer('silent');
    const told = Promise.withResolvers<LoadProgress>();
    await using load = await startLoad(planFor(server.url, { durationMs: 60_000 }), told.resolve);
    await told.promise;
    process.kill(load.pid, 'SIGTERM');
    const { observation } = await load.finished;
    expect(observation.measured.ledger.unfinished).toBeGreaterThan(0);
    expect(observation.measured.ledger.unfinished).toBe(observation.measured.ledger.sent);
  });

  test('ends by itself, with its files, when its parent is killed', async ({ onTestFinished: finished }) => {
    await using server = await startTruthServer('plain');
    const temporary = mkdtempSync(join(tmpdir(), 'rehearse-orphan-'));
    finished(() => rmSync(temporary, { recursive: true }));
    const fixture = fileURLToPath(new URL('truth/orphan.fixture.ts', import.meta.url));
    const parent = spawn(process.execPath, [fixture, server.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    finished(() => void parent.kill('SIGKILL'));
    const [pid] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(isRunning(Number(pid))).toBe(true);
    expect(readdirSync(temporary)).toHaveLength(1);
    parent.kill('SIGKILL');
    await until(() => !isRunning(Number(pid)));
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('whose parent goes while it is still loading leaves no plan, and sends nothing', async ({
    onTestFinished: finished,
  }) => {
    const { seen, url } = await bookingServer(() => 0);
    const script = new URL('./paced/main.ts', import.meta.url);
    const directory = mkdtempSync(join(tmpdir(), 'rehearse-orphan-'));
    finished(() => rmSync(directory, { recursive: true, force: true }));
    writeFileSync(engineFiles(directory).plan, JSON.stringify(planFor(url)));
    const orphan = spawn(process.execPath, [fileURLToPath(script), directory], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    orphan.disconnect();
    await once(orphan, 'exit');
    expect(existsSync(directory)).toBe(false);
    expect(seen).toEqual([]);
  });

  test('that does not come up in time is a problem that names the limit', async ({
    onTestFinished: finished,
  }) => {
    const script = new URL('./paced/main.ts', import.meta.url);
    const engine = await EngineProcess.spawn(script, planFor('http://127.0.0.1:9'), () => {});
    finished(() => rmSync(engine.directory, { recursive: true }));
    const result = engine.result();
    result.catch(() => {});
    await expect(engine.started(result, 1)).rejects.toThrow('did not begin to send within 1 ms');
    expect(isRunning(engine.pid)).toBe(false);
  });

  test('refuses a scenario that uses what it does not declare, before it starts anything', async () => {
    const scenario = scenarioOf([{ ...getStep, path: '/events/{eventId}' }]);
    await expect(pacedEngine.start(planFor('http://127.0.0.1:9', { scenario }))).rejects.toThrow(
      'scenario truth: step "get" uses {eventId}, which is not declared.',
    );
  });
});

test('the engine says when it finds no place for its files', async () => {
  const before = process.env['TMPDIR'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  process.env['TMPDIR'] = '/nonexistent';
  await expect(pacedEngine.start(planFor('http://127.0.0.1:9'))).rejects.toMatchObject({
    kind: 'harness',
    message: expect.stringMatching(/\/nonexistent.*ENOENT/),
  });
});

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly requestId: string;
  readonly body: string;
}

/** bookingServer answers a small journey, remembers what it was asked, and delays each answer by `delayMs()`. */
async function bookingServer(delayMs: () => number): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const [method, url] = [request.method ?? '', request.url ?? ''];
      seen.push({ method, url, requestId: String(request.headers['x-request-id']), body });
      const answer = (): void => {
        response.setHeader('x-instance-id', url.includes('a%20b') ? 'odd' : 'even');
        if (url.endsWith('sold-out')) response.writeHead(409).end('{"code":"SOLD_OUT"}');
        else if (method === 'POST') response.writeHead(201).end(`{"id":"of ${url}","seats":${body}}`);
        else response.writeHead(200).end('{"items":[]}');
      };
      setTimeout(answer, delayMs());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, seen };
}

const journey = scenarioOf(
  [
    {
      ...getStep,
      name: 'list',
      path: '/events',
      expectStatus: [200],
      checks: [{ pointer: '/items', type: 'array' }],
    },
    {
      ...getStep,
      name: 'book',
      method: 'POST',
      path: '/book/{event.id}',
      headers: { 'x-user': '{user}' },
      body: { seats: '{seats}', draw: '{draw}', event: { id: '{event.id}' } },
      expectStatus: [201, 409],
      endsJourneyOn: [409],
      probability: 0.7,
      checks: [{ pointer: '/seats/seats', equals: '{seats}' }],
      capture: { bookingId: '/id' },
      journal: { entry: 'booked', bookingId: '{bookingId}', seats: '{seats}', event: '{event.id}' },
      thinkTimeMs: { min: 1, max: 20 },
    },
    { ...getStep, name: 'read', path: '/bookings/{bookingId}', requires: ['bookingId'], expectStatus: [200] },
  ],
  {
    data: { events: [{ id: 'a b', weight: 3 }, { id: 'c' }, { id: 'sold-out' }], users: ['u1', 'u2'] },
    variables: {
      event: { oneOf: 'events' },
      user: { oneOf: 'users' },
      seats: { integer: [1, 4] },
      draw: { integer: [0, 1_000_000] },
    },
  },
);

describe('a journey', () => {
  const bookings = (seen: readonly Seen[]): string[] =>
    seen.filter(({ method }) => method === 'POST').map(({ url, body }) => `${url} ${body}`);

  test('asks for the same with the same seed, however long the answers take, and for another with another', async () => {
    const [quick, slow, other] = [
      await bookingServer(() => 0),
      await bookingServer(() => Math.random() * 30),
      await bookingServer(() => 0),
    ];
    const set = { scenario: journey, ratePerSecond: 100, arrivals: 'poisson', durationMs: 1000 } as const;
    const scheduled = [];
    for (const [server, seed] of [
      [quick, 1],
      [slow, 1],
      [other, 2],
    ] as const) {
      const { observation } = await runLoad(server.url, { ...set, seed });
      scheduled.push(observation.journeys.scheduled);
    }
    expect(scheduled[0]).toBe(scheduled[1]);
    const [a, b, c] = [bookings(quick.seen), bookings(slow.seen), bookings(other.seen)];
    // Of the journeys that are under way at the end, more or fewer come to their booking.
    const shared = a.filter((booking) => b.includes(booking)).length;
    expect(shared).toBeGreaterThan(30);
    expect(a.length + b.length - 2 * shared).toBeLessThan(20);
    expect(a.filter((booking) => c.includes(booking))).toEqual([]);
  });

  test('goes through its steps: templates, checks, captures, journal, ends', async () => {
    const server = await bookingServer(() => 1);
    const { observation, journal: kept } = await runLoad(server.url, { scenario: journey });
    const journal = await journalEntries(kept);
    expect(await journalEntries(kept)).toEqual(journal);
    kept[Symbol.dispose]();
    const { seen } = server;
    const { journeys, measured, steps, instances } = observation;
    expect(measured.ledger.ok).toBe(measured.ledger.scheduled);
    expect(seen).toHaveLength(measured.ledger.sent);
    expect(new Set(seen.map(({ requestId }) => requestId)).size).toBe(seen.length);
    expect(journeys).toMatchObject({ scheduled: 100, broken: 0 });
    const posts = seen.filter(({ method }) => method === 'POST');
    const soldOut = posts.filter(({ url }) => url === '/api/book/sold-out');
    expect(journeys.endedEarly).toBe(soldOut.length);
    expect(soldOut.length).toBeGreaterThan(0);
    expect(measured.statuses['409']).toBe(soldOut.length);
    expect(journal).toHaveLength(posts.length - soldOut.length);
    const oneOf = journal.find(({ event }) => event === 'a b');
    expect(oneOf).toMatchObject({ entry: 'booked', step: 'book', bookingId: 'of /api/book/a%20b' });
    expect(typeof oneOf?.['seats']).toBe('number');
    expect(seen.map(({ requestId }) => requestId)).toContain(oneOf?.requestId);
    expect(seen.some(({ url }) => url === '/api/bookings/of%20%2Fapi%2Fbook%2Fa%2520b')).toBe(true);
    expect(steps.map(({ name, requests }) => [name, requests])).toEqual([
      ['list', 100],
      ['book', posts.length],
      ['read', seen.length - 100 - posts.length],
    ]);
    expect(instances.map(({ instance }) => instance).toSorted()).toEqual(['even', 'odd']);
    expect(instances.reduce((sum, { answers }) => sum + answers, 0)).toBe(seen.length);
  });

  test('that fails a step is broken and asks for no more', async () => {
    await using server = await startTruthServer('refusing', { every: 1, status: 500 });
    const { observation } = await runLoad(server.url, { scenario: scenarioOf([getStep, getStep]) });
    expect(observation.journeys).toEqual({
      scheduled: 100,
      completed: 0,
      endedEarly: 0,
      broken: 100,
      cutOff: 0,
    });
    expect(observation.measured.ledger.scheduled).toBe(100);
  });

  test('schedules a step at the last byte of the one before it, plus its think time', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 30 });
    const second = { ...getStep, name: 'second', thinkTimeMs: { min: 50, max: 50 } };
    const { observation } = await runLoad(server.url, {
      scenario: scenarioOf([getStep, second]),
      ratePerSecond: 20,
      durationMs: 1000,
    });
    const [first, then] = observation.steps;
    expect(first?.requests).toBe(20);
    // Journeys of the last 80 ms have no time for their second step.
    expect(then?.requests).toBeGreaterThanOrEqual(16);
    expect(then?.requests).toBeLessThanOrEqual(19);
    // Were think time or the first answer in it, it would be 80 ms or more.
    expect(then?.responseTimeMs.mean).toBeLessThan(70);
  });
});

import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { emptyLedger, type FailureKind, type Ledger } from '../model/ledger.ts';
import {
  getStep,
  planFor,
  postStep,
  runLoad,
  runUndisturbed,
  scenarioOf,
  startLoad,
} from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

/** ends makes a whole ledger of what the server says it did; what is not named is zero. */
function ends(
  named: Partial<Omit<Ledger, 'failures' | 'failed'>> & { failures?: Partial<Record<FailureKind, number>> },
): Ledger {
  const { scheduled = 0, notSent = 0, ok = 0, rejected = 0, unfinished = 0 } = named;
  const failures = { ...emptyLedger().failures, ...named.failures };
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  return { scheduled, notSent, sent: scheduled - notSent, ok, rejected, failed, unfinished, failures };
}

/** within 2% or 40 ms of the truth, whichever is more. */
function near(foundMs: number | null, truthMs: number): void {
  expect(foundMs).not.toBeNull();
  expect(Math.abs((foundMs ?? Number.NaN) - truthMs)).toBeLessThanOrEqual(Math.max(40, truthMs * 0.02));
}

describe('latency', () => {
  test('of a server that takes 20 ms is 20 ms, in response time as in service time', async () => {
    const { observation } = await runUndisturbed(() => startTruthServer('delayed', { delayMs: 20 }), {
      ratePerSecond: 100,
      durationMs: 2000,
    });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 200, ok: 200 }));
    const { responseTimeMs, serviceTimeMs } = observation.measured;
    // A timer of the server never fires before its time, so nothing can be faster than the truth.
    expect(serviceTimeMs.p50).toBeGreaterThanOrEqual(19.9);
    near(serviceTimeMs.p50, 20);
    near(responseTimeMs.p50, 20);
    expect(responseTimeMs.p50).toBeGreaterThanOrEqual(serviceTimeMs.p50 ?? Number.NaN);
  });

  test('shows a stall of 2 s in 10 s as those who came in it saw it: p50/p90/p99 = 20/1020/1920 ms', async () => {
    const truth = { delayMs: 20, stallFromMs: 4000, stallMs: 2000 };
    const { observation } = await runUndisturbed(() => startTruthServer('stalling', truth), {
      ratePerSecond: 100,
      durationMs: 10_000,
    });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 1000, ok: 1000 }));
    const { responseTimeMs, serviceTimeMs, responseTimeIntervals } = observation.measured;
    near(responseTimeMs.p50, 20);
    near(responseTimeMs.p90, 1020);
    near(responseTimeMs.p99, 1920);
    near(responseTimeMs.max, 2020);
    // Nothing queues in this client, so the stall is in the service time as well.
    near(serviceTimeMs.p99, 1920);
    // The stall is in two or three of twenty windows: the interval of the median knows nothing of it, that of p99 does.
    expect(responseTimeIntervals.p50?.high).toBeLessThan(60);
    expect(responseTimeIntervals.p99?.low).toBeLessThan(1920);
    const stalled = observation.timeline.filter(({ maxMs }) => (maxMs ?? 0) > 500);
    expect(stalled.length).toBeGreaterThanOrEqual(2);
    expect(stalled.length).toBeLessThanOrEqual(3);
  });
});

// One at a time: an engine that runs before all others would slow down the server of the next, and need more connections.
describe('requests whose connection the server ends without an answer', () => {
  const kinds = { fin: 'closed', rst: 'reset' } as const;
  for (const by of ['fin', 'rst'] as const) {
    for (const step of [getStep, postStep]) {
      test(`are counted exactly, as ${kinds[by]}, for ${step.method} on keep-alive ended by ${by.toUpperCase()}`, async () => {
        await using server = await startTruthServer('dropping', { every: 20, by });
        const { observation } = await runLoad(server.url, {
          scenario: scenarioOf([step]),
          ratePerSecond: 800,
        });
        const { dropped = 0, answered = 0, connections = 0 } = await server.counts();
        expect(dropped).toBe(20);
        // Had the client sent a lost request again, the server would have seen more than were scheduled.
        expect(observation.measured.ledger).toEqual(
          ends({ scheduled: 400, ok: answered, failures: { [kinds[by]]: dropped } }),
        );
        expect(answered + dropped).toBe(400);
        expect(connections).toBeGreaterThan(20);
        expect(connections).toBeLessThan(200);
      });
    }
  }

  test('are closed, not truncated, when the head of the answer was incomplete', async () => {
    await using server = await startTruthServer('halfHead', { every: 10 });
    const { observation } = await runLoad(server.url);
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 100, ok: 90, failures: { closed: 10 } }));
  });
});

describe.concurrent('answers that are not whole', () => {
  test.each(['length', 'chunked', 'rstLength'] as const)('are truncated (%s)', async (framing) => {
    await using server = await startTruthServer('truncating', { every: 10, framing });
    const { observation } = await runLoad(server.url);
    const { truncated } = await server.counts();
    expect(truncated).toBe(10);
    expect(observation.measured.ledger).toEqual(
      ends({ scheduled: 100, ok: 90, failures: { truncated: 10 } }),
    );
  });

  test('are not HTTP: a wrong status', async () => {
    await using server = await startTruthServer('noise');
    const { observation } = await runLoad(server.url, { ratePerSecond: 40 });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 20, failures: { status: 20 } }));
  });
});

describe.concurrent('answers that are whole', () => {
  test('with status 500 have failed', async () => {
    await using server = await startTruthServer('refusing', { every: 4, status: 500 });
    const { observation } = await runLoad(server.url);
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 100, ok: 75, failures: { status: 25 } }));
    expect(observation.measured.statuses).toEqual({ 200: 75, 500: 25 });
    expect(observation.failureExamples).toHaveLength(20);
    expect(observation.failureExamples[0]).toMatchObject({
      step: 'get',
      kind: 'status',
      detail: 'status 500',
    });
  });

  test.each([
    ['429', { status: 429 }, 'rejected'],
    ['503 with Retry-After', { status: 503, retryAfter: true }, 'rejected'],
    ['503 without it', { status: 503 }, 'failed'],
  ] as const)('with %s say no on purpose or not', async (_name, refusal, end) => {
    await using server = await startTruthServer('refusing', { every: 4, ...refusal });
    const { observation } = await runLoad(server.url, { ratePerSecond: 80 });
    expect(observation.measured.ledger).toEqual(
      ends({
        scheduled: 40,
        ok: 30,
        ...(end === 'rejected' ? { rejected: 10 } : { failures: { status: 10 } }),
      }),
    );
  });

  test('with a status that the step expects are ok, 404 and 429 included', async () => {
    await using server = await startTruthServer('refusing', { every: 2, status: 429 });
    const scenario = scenarioOf([{ ...getStep, expectStatus: [200, 429] }]);
    const { observation } = await runLoad(server.url, { scenario, ratePerSecond: 40 });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 20, ok: 20 }));
  });

  test('with a body that fails its check have failed, and say how', async () => {
    await using server = await startTruthServer('plain');
    const scenario = scenarioOf([
      { ...getStep, checks: [{ pointer: '/ok', equals: false }], expectStatus: [200] },
    ]);
    const { observation } = await runLoad(server.url, { scenario, ratePerSecond: 40 });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 20, failures: { body: 20 } }));
    expect(observation.failureExamples[0]?.detail).toBe('/ok is true, not false');
  });
});

describe.concurrent('requests that cannot be sent', () => {
  test('because nobody listens are refused', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { observation } = await runLoad(`http://127.0.0.1:${port}`);
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 100, failures: { refused: 100 } }));
    expect(observation.failureExamples[0]?.detail).toMatch(/ECONNREFUSED/);
  });

  test('because too many are open are not sent, and the server never sees them', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 400 });
    const { observation } = await runLoad(server.url, { maxInFlight: 7 });
    const { answered = 0, connections } = await server.counts();
    expect(connections).toBe(7);
    expect(answered).toBeLessThan(100);
    expect(observation.measured.ledger).toEqual(
      ends({ scheduled: 100, notSent: 100 - answered, ok: answered }),
    );
  });
});

describe('answers that never come', () => {
  test('are a time-out each, at the time-out, and in the times that count failures', async () => {
    await using server = await startTruthServer('silent');
    const { observation } = await runLoad(server.url, { timeoutMs: 300 });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 100, failures: { timeout: 100 } }));
    expect(await server.counts()).toMatchObject({ swallowed: 100 });
    expect(observation.measured.responseTimeMs.max).toBeNull();
    near(observation.measured.responseTimeAnyEndMs.p50, 300);
    expect(observation.measured.responseTimeAnyEndMs.p50).toBeGreaterThanOrEqual(299);
  });
});

describe('the warm-up', () => {
  test('is counted apart, by scheduled start', async () => {
    await using server = await startTruthServer('dropping', { every: 10, by: 'fin' });
    const { observation } = await runLoad(server.url, { warmUpMs: 250, durationMs: 250 });
    expect(observation.measured.ledger).toEqual(ends({ scheduled: 50, ok: 45, failures: { closed: 5 } }));
    expect(observation.warmUp).toMatchObject({ scheduled: 50, ok: 45, failed: 5, failures: { closed: 5 } });
    expect(observation.measuredFromMs - observation.startedAtMs).toBeCloseTo(250, 3);
    expect(observation.timeline.reduce((sum, { scheduled }) => sum + scheduled, 0)).toBe(100);
  });
});

describe('a load that is stopped', () => {
  test('lets open requests end, and schedules no more', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 300 });
    const seen = Promise.withResolvers<void>();
    await using load = await startLoad(planFor(server.url, { ratePerSecond: 100, durationMs: 60_000 }), () =>
      seen.resolve(),
    );
    await seen.promise;
    const { observation } = await load.stop();
    const { answered } = await server.counts();
    const { scheduled } = observation.measured.ledger;
    expect(scheduled).toBeGreaterThan(50);
    expect(scheduled).toBeLessThan(1000);
    expect(observation.measured.ledger).toEqual(ends({ scheduled, ok: answered! }));
    expect(observation.stopped).toBe('asked');
    expect(observation.measured.offeredRps).toBeGreaterThan(95);
    expect(observation.measured.offeredRps).toBeLessThan(105);
  });

  test('with little patience counts what is still open as unfinished', async () => {
    await using server = await startTruthServer('silent');
    const swallowed = async () => (await server.counts())['swallowed'] ?? 0;
    const plan = planFor(server.url, { durationMs: 60_000, timeoutMs: 60_000 });
    await using load = await startLoad(plan);
    await expect.poll(swallowed, { timeout: 10_000 }).toBeGreaterThanOrEqual(20);
    const arrived = await swallowed();
    const { observation } = await load.stop({ graceMs: 0 });
    const { ledger } = observation.measured;
    expect(ledger).toEqual(ends({ scheduled: ledger.scheduled, unfinished: ledger.scheduled }));
    expect(ledger.scheduled).toBeGreaterThanOrEqual(arrived);
    // Of the last ones the connection may be given up before it was made.
    expect(await swallowed()).toBeLessThanOrEqual(ledger.scheduled);
  });
});

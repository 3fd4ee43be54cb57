import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { decodeHistogram } from '../model/histogram.ts';
import { ledgerImbalance } from '../model/ledger.ts';
import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { LoadPlan } from '../model/load-plan.ts';
import { autocannonEngine } from './autocannon.ts';
import type { Engine } from './engine.ts';
import { lacksK6 } from './k6/k6-here.fixture.ts';
import { childrenOf } from './k6/process-usage.ts';
import { k6Engine } from './k6.ts';
import { pacedEngine } from './paced.ts';
import { planFor, postStep, scenarioOf } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

/** POST, so that no client sends anything twice on its own. */
const scenario = scenarioOf([postStep]);
const open = { load: { model: 'open', ratePerSecond: 100, arrivals: 'uniform' } } as const;
const closed = { load: { model: 'closed', connections: 5 } } as const;

const cases: [name: string, engine: Engine, load: Pick<LoadPlan, 'load'>][] = [
  ['paced, open', pacedEngine, open],
  ['autocannon, closed', autocannonEngine, closed],
  ['k6, open', k6Engine, open],
  ['k6, closed', k6Engine, closed],
];

// What judges counts, not times, runs side by side.
describe.each(cases)('%s', (_name, engine, load) => {
  const skipped = engine === k6Engine && lacksK6;
  const planOf = (url: string, set: Partial<LoadPlan> = {}): LoadPlan => ({
    ...planFor(url, { durationMs: 1000, timeoutMs: 2000, scenario, ...set }),
    ...load,
  });
  const run = async (url: string, set: Partial<LoadPlan> = {}): Promise<LoadObservation> => {
    const started = await engine.start(planOf(url, set));
    const { observation } = await started.finished;
    expectBalance(observation);
    return observation;
  };

  test
    .skipIf(skipped)
    .concurrent('balances its ledger by what the server counted, and its histograms merge', async () => {
      await using server = await startTruthServer('dropping', { every: 10, by: 'rst' });
      const [first, second] = [await run(server.url, { warmUpMs: 1000 }), await run(server.url)];
      const counts = await server.counts();
      const ledgers = [first.warmUp, first.measured.ledger, second.measured.ledger];
      const sum = (of: 'ok' | 'failed' | 'notSent'): number =>
        ledgers.reduce((all, ledger) => all + ledger[of], 0);
      expect([sum('ok'), sum('failed')]).toEqual([counts['answered'], counts['dropped']]);
      expect(first.warmUp.sent).toBeGreaterThan(10);
      const merged = decodeHistogram(first.measured.histograms.responseTime);
      merged.add(decodeHistogram(second.measured.histograms.responseTime));
      expect(merged.totalCount).toBe(first.measured.ledger.ok + second.measured.ledger.ok);
      expect(first.measured.statuses).toEqual({ 200: first.measured.ledger.ok });
    });

  test
    .skipIf(skipped)
    .concurrent('reports a dead server as refused connections and nothing else', async () => {
      const server = await startTruthServer('plain');
      await server[Symbol.asyncDispose]();
      const { measured, failureExamples } = await run(server.url);
      expect(measured.ledger.sent).toBeGreaterThan(0);
      expect(measured.ledger.failures.refused).toBe(measured.ledger.sent);
      expect(failureExamples[0]).toMatchObject({ kind: 'refused' });
      expect(measured.responseTimeMs.max).toBeNull();
    });

  test
    .skipIf(skipped)
    .concurrent('counts what the bound on open requests holds back, and never exceeds it', async () => {
      await using server = await startTruthServer('silent');
      const { measured, invalidReasons } = await run(server.url, { maxInFlight: 5, timeoutMs: 3000 });
      expect((await server.counts())['swallowed']).toBe(5);
      expect(measured.ledger).toMatchObject({ sent: 5, failed: 5, failures: { timeout: 5 } });
      const held = load.load.model === 'open';
      expect(measured.ledger.notSent > 80).toBe(held);
      expect(invalidReasons.some(({ guard }) => guard === 'dropped')).toBe(held);
    });

  test
    .skipIf(skipped)
    .concurrent('that is stopped lets what is open finish, and says that it was stopped', async () => {
      await using server = await startTruthServer('delayed', { delayMs: 300 });
      const told: LoadProgress[] = [];
      const begun = Promise.withResolvers<void>();
      const started = await engine.start(planOf(server.url, { durationMs: 60_000 }), (progress) => {
        told.push(progress);
        if (progress.totals.ok > 0) begun.resolve();
      });
      await begun.promise;
      const { observation } = await started.stop();
      expectBalance(observation);
      expect(observation.stopped).toBe('asked');
      expect(observation.measured.ledger).toMatchObject({ failed: 0, unfinished: 0 });
      expect(observation.measured.ledger.ok).toBeGreaterThanOrEqual(told.at(-1)?.totals.ok ?? Number.NaN);
      expect(observation.measured.durationMs).toBeLessThan(30_000);
      for (const { tally, totals } of told) expectTally(tally, totals.ok);
    });

  test
    .skipIf(skipped)
    .concurrent('that is stopped without patience counts what was open as unfinished', async () => {
      await using server = await startTruthServer('silent');
      const begun = Promise.withResolvers<void>();
      const plan = planOf(server.url, { durationMs: 60_000, timeoutMs: 30_000 });
      const started = await engine.start(plan, ({ inFlight }) => {
        if (inFlight >= 5) begun.resolve();
      });
      await begun.promise;
      const { observation } = await started.stop({ graceMs: 100 });
      expectBalance(observation);
      const { ledger } = observation.measured;
      expect(ledger.unfinished).toBeGreaterThanOrEqual(5);
      expect(ledger.unfinished).toBe(ledger.sent);
    });

  test.skipIf(skipped)('that is killed has no result, and leaves neither process nor file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rehearse-conformance-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    vi.stubEnv('TMPDIR', directory);
    onTestFinished(() => void vi.unstubAllEnvs());
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const started = await engine.start(planOf(server.url, { durationMs: 60_000 }));
    const processes = [started.pid, ...childrenOf(started.pid)];
    await started.kill();
    await started.kill();
    await expect(started.finished).rejects.toMatchObject({ kind: 'harness', message: /was killed/ });
    await expect.poll(() => processes.filter(isRunning)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });
});

function expectBalance({ measured, warmUp, journeys }: LoadObservation): void {
  expect(ledgerImbalance(measured.ledger)).toBeUndefined();
  expect(ledgerImbalance(warmUp)).toBeUndefined();
  const { scheduled, completed, endedEarly, broken, cutOff } = journeys;
  expect(scheduled).toBe(completed + endedEarly + broken + cutOff);
  expect(cutOff).toBeGreaterThanOrEqual(0);
}

/** expectTally: what is told second by second adds up to what has ended until then. */
function expectTally({ warmUp, measuring }: LoadProgress['tally'], ok: number): void {
  expect(warmUp.ledger.ok + measuring.ledger.ok).toBe(ok);
  for (const { ledger, responseTime, serviceTime, dispatchDelay } of [warmUp, measuring])
    for (const { counts } of [responseTime, serviceTime, dispatchDelay])
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ledger.ok);
}

/** A process that has ended and not been waited for still has an entry, with state Z. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}

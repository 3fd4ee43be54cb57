import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lacks } from '../../model/needs.fixture.ts';
import { observationsOf } from '../../model/observation.ts';
import { unreconciled } from '../../model/reconciliation-observation.ts';
import { chromiumOnPath } from '../../../browser/chromium.ts';
import { Visits } from '../../probes/browser/visits.ts';
import type { SteadyLoadSpec } from '../../suites/experiments/steady-load.ts';
import { warmUp } from '../../suites/warm-up.ts';
import { Recording } from '../recording.ts';
import { type PreparedRun, prepareRun } from '../testing/prepared-run.ts';
import { runExperiment } from './experiment.ts';

const steady: SteadyLoadSpec = {
  kind: 'steady-load',
  name: 'visited',
  title: 'test',
  question: 'test?',
  ratePerSecond: 10,
  idleMs: 100,
  ...warmUp(500),
  durationMs: 4500,
  afterMs: 1100,
};

const file = chromiumOnPath();

describe.skipIf(lacks('chromium', file !== undefined))('a browser during a steady load (chromium)', () => {
  let prepared: PreparedRun;
  beforeAll(async () => {
    prepared = await prepareRun();
  }, 60_000);
  afterAll(() => prepared?.[Symbol.asyncDispose]());

  async function visitedBy(browser: string): Promise<Recording> {
    const recording = new Recording(steady, prepared.run.clock);
    await runExperiment(steady, { ...prepared.run, browser }, recording);
    return recording;
  }

  test('tells what people feel, and what it books is in the account', async () => {
    const { observations } = (await visitedBy(file!)).experiment();
    const [seen] = observationsOf(observations, 'browser');
    const [load] = observationsOf(observations, 'load');
    const [account] = observationsOf(observations, 'reconciliation');
    expect(seen?.visits.map(({ failure }) => failure)).not.toContainEqual(expect.any(String));
    expect(seen?.visits.length).toBeGreaterThan(0);
    for (const summary of Object.values(seen!.summaries)) expect(summary.n).toBe(seen!.visits.length);
    expect(seen!.summaries.lcp.median).toBeGreaterThan(0);
    for (const { startedAtMs } of seen!.visits) {
      expect(startedAtMs).toBeGreaterThanOrEqual(load!.measuredFromMs);
      expect(startedAtMs).toBeLessThan(load!.endedAtMs);
    }
    // A booking of the browser that nobody told of would be stored without an acknowledgement.
    expect(account).toMatchObject({ settled: true, unacknowledgedBookings: 0, oversoldSeats: 0 });
    expect(unreconciled(account!)).toBe(0);
    expect(observationsOf(observations, 'server')).toEqual([]);
  }, 60_000);

  test('that does not come up ends the experiment with its name, and leaves nothing', async () => {
    await expect(visitedBy('/bin/false')).rejects.toMatchObject({
      name: 'Problem',
      kind: 'harness',
      message: 'the browser /bin/false did not come up.',
    });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('rehearse-web-'))).toEqual([]);
  }, 60_000);

  test('comes after the load where they share cores', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rehearse-test-browser-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const [program, told] = [join(directory, 'browser'), join(directory, 'niceness')];
    writeFileSync(program, `#!/bin/sh\nnice > ${told}\nexit 1\n`, { mode: 0o755 });
    const { run } = prepared;
    const nowhere = { entryUrl: 'http://127.0.0.1:9', pages: [], clock: run.clock };
    await expect(Visits.prepare({ executablePath: program, ...nowhere }, run.guard)).rejects.toThrow(
      'did not come up',
    );
    expect(Number(readFileSync(told, 'utf8'))).toBe(Math.min(19, getPriority() + 10));
  });
});

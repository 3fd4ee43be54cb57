import { expect } from 'vitest';
import { observationsOf } from '../../model/observation.ts';
import { unreconciled } from '../../model/reconciliation-observation.ts';
import type { SteadyLoadSpec } from '../../suites/experiments/steady-load.ts';
import { warmUp } from '../../suites/warm-up.ts';
import { runExperiment } from '../experiments/experiment.ts';
import { Recording } from '../recording.ts';
import type { PreparedRun } from './prepared-run.ts';

const visitedLoad: SteadyLoadSpec = {
  kind: 'steady-load',
  name: 'visited',
  title: 'test',
  question: 'test?',
  ratePerSecond: 10,
  idleMs: 100,
  ...warmUp(500),
  // As long as some visits take; on a busy machine, where the browser comes after all else, a single one.
  durationMs: 7000,
  afterMs: 1100,
};

/** visitedBy does a small steady load with a browser on the web page. */
export async function visitedBy(browser: string, { run }: PreparedRun): Promise<Recording> {
  const recording = new Recording(visitedLoad, run.clock);
  await runExperiment(visitedLoad, { ...run, browser }, recording);
  return recording;
}

/** expectVisits does that, and expects that every visit came to its end, was told, and is in the account. */
export async function expectVisits(browser: string, prepared: PreparedRun): Promise<void> {
  const { observations } = (await visitedBy(browser, prepared)).experiment();
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
}

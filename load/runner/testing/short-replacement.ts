import { expect } from 'vitest';
import { observationsOf } from '../../model/observation.ts';
import type { ReplacementSpec } from '../../suites/experiments/replacement.ts';
import type { PreparedRun } from './prepared-run.ts';

/** shortReplacement: scale-out, rolling restart and scale-in beside a small load, in a few seconds. */
export const shortReplacement: ReplacementSpec = {
  kind: 'replacement',
  name: 'replacement',
  title: 'Replacement',
  question: '',
  replicas: { low: 1, high: 2 },
  signal: 'SIGTERM',
  control: false,
  ratePerSecond: 10,
  warmUpMs: 500,
  pauseMs: 300,
  heldRequests: 5,
  restarted: 'all',
  graceMs: 10_000,
};

/** expectNothingLost does a short replacement, and expects that every replica drained and every request was answered. */
export async function expectNothingLost(prepared: PreparedRun): Promise<void> {
  const { experiment, recording } = await prepared.done(shortReplacement);
  const [shutdown] = observationsOf(experiment.observations, 'shutdown');
  expect(shutdown?.stops).toHaveLength(4);
  for (const stop of shutdown?.stops ?? []) {
    expect(stop).toMatchObject({
      exitCode: 0,
      forced: false,
      held: { lost: 0 },
      lastLog: { openRequests: 0 },
    });
  }
  const [load] = observationsOf(experiment.observations, 'load');
  expect(load?.measured.ledger).toMatchObject({ failed: 0, unfinished: 0 });
  const [account] = observationsOf(experiment.observations, 'reconciliation');
  expect(account).toMatchObject({ oversoldSeats: 0 });
  expect(recording.invalidReasons).toEqual([]);
}

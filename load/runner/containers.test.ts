import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerPostgres, postgresImage } from '../backing/container-postgres.ts';
import { ContainerNetwork } from '../containers/container-network.ts';
import { lacksDocker } from '../containers/docker.fixture.ts';
import { observationsOf } from '../model/observation.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import type { ReplacementSpec } from '../suites/experiments/replacement.ts';
import { containersTarget } from '../targets/containers.ts';
import { type PreparedRun, prepareRun } from './testing/prepared-run.ts';

const replacement: ReplacementSpec = {
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
  graceMs: 10_000,
};

describe.skipIf(lacksDocker(postgresImage))('the booking platform in containers', () => {
  const network = new ContainerNetwork();
  let prepared: PreparedRun;
  beforeAll(async () => {
    const ground = { target: containersTarget(network), backing: containerPostgres(network) };
    prepared = await prepareRun(bookingPlatform, ground);
  });
  afterAll(() => prepared[Symbol.asyncDispose]());

  test('loses nothing when it is scaled and restarted, and books no seat twice', async () => {
    const { experiment, recording } = await prepared.done(replacement);
    const [shutdown] = observationsOf(experiment.observations, 'shutdown');
    expect(shutdown?.stops).toHaveLength(3);
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
  });

  test('loses requests when its replicas are killed in the same way', async () => {
    const control = { ...replacement, name: 'control', signal: 'SIGKILL', control: true } as const;
    const { experiment } = await prepared.done(control);
    const [shutdown] = observationsOf(experiment.observations, 'shutdown');
    for (const stop of shutdown?.stops ?? []) {
      expect(stop).toMatchObject({ exitSignal: 'SIGKILL', inFlightAtSignal: 5 });
      expect(stop.held.lost).toBeGreaterThan(0);
    }
  });
});

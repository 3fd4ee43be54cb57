import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { containerPostgres, postgresImage } from '../backing/container-postgres.ts';
import { ContainerNetwork } from '../containers/container-network.ts';
import { lacksDocker } from '../containers/docker.fixture.ts';
import { observationsOf } from '../model/observation.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import { containersTarget } from '../targets/containers.ts';
import { type PreparedRun, prepareRun } from './testing/prepared-run.ts';
import { expectNothingLost, shortReplacement } from './testing/short-replacement.ts';

describe.skipIf(lacksDocker(postgresImage))('the booking platform in containers', () => {
  const network = new ContainerNetwork();
  let prepared: PreparedRun;
  beforeAll(async () => {
    const ground = { target: containersTarget(network), backing: containerPostgres(network) };
    prepared = await prepareRun(bookingPlatform, ground);
  });
  afterAll(() => prepared[Symbol.asyncDispose]());

  test('loses nothing when it is scaled and restarted, and books no seat twice', async () => {
    await expectNothingLost(prepared);
  });

  test('loses requests when its replicas are killed in the same way', async () => {
    const control = {
      ...shortReplacement,
      name: 'control',
      signal: 'SIGKILL',
      restarted: 'scaled',
      control: true,
    } as const;
    const { experiment } = await prepared.done(control);
    const [shutdown] = observationsOf(experiment.observations, 'shutdown');
    for (const stop of shutdown?.stops ?? []) {
      expect(stop).toMatchObject({ exitSignal: 'SIGKILL', inFlightAtSignal: 5 });
      expect(stop.held.lost).toBeGreaterThan(0);
    }
  });
});

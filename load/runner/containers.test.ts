import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumOnPath } from '../../browser/chromium.ts';
import { containerPostgres, postgresImage } from '../backing/container-postgres.ts';
import { ContainerNetwork } from '../containers/container-network.ts';
import { lacksDocker } from '../containers/docker.fixture.ts';
import { lacks } from '../model/needs.fixture.ts';
import { observationsOf } from '../model/observation.ts';
import { bookingPlatform } from '../subjects/booking-platform/booking-platform.ts';
import { containersTarget } from '../targets/containers.ts';
import { type PreparedRun, prepareRun } from './testing/prepared-run.ts';
import { expectNothingLost, shortReplacement } from './testing/short-replacement.ts';
import { expectVisits } from './testing/visited-load.ts';

const browser = chromiumOnPath();

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

  test.skipIf(lacks('chromium', browser !== undefined))(
    'shows its page to a browser during a load, which books there (chromium)',
    () => expectVisits(browser!, prepared),
  );

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
      expect(stop.exitSignal).toBe('SIGKILL');
      // Those that were held, and what the load happens to have there.
      expect(stop.inFlightAtSignal).toBeGreaterThanOrEqual(5);
      expect(stop.held.lost).toBeGreaterThan(0);
    }
  });
});

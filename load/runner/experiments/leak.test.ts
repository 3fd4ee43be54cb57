import { expect, test } from 'vitest';
import { observationsOf } from '../../model/observation.ts';
import { retainedMemoryObservationSchema } from '../../model/retained-memory-observation.ts';
import { bookingPlatform } from '../../subjects/booking-platform/booking-platform.ts';
import { leakAnalysis } from '../analyses/leak.ts';
import { warmUp } from '../../suites/warm-up.ts';
import { leaking } from '../testing/leaking.ts';
import { prepareRun } from '../testing/prepared-run.ts';

const leakedBytes = 4000;

test('a service that keeps something of each request is found, and those beside it are not accused', async () => {
  await using prepared = await prepareRun(leaking(bookingPlatform, 'bookings', leakedBytes));
  const { experiment } = await prepared.done({
    kind: 'leak',
    name: 'leak',
    title: 'Leak',
    question: '',
    ratePerSecond: 60,
    idleMs: 300,
    ...warmUp(3_000, { mostMs: 4_000 }),
    plateauMs: 1_000,
    blocks: 16,
    blockMs: 1_000,
    afterMs: 500,
    leakLimitBytesPerRequest: 1000,
    heapSnapshots: false,
  });
  const [seen] = observationsOf(experiment.observations, 'retained-memory');
  expect(retainedMemoryObservationSchema.parse(seen)).toEqual(seen);
  const { replicas } = leakAnalysis(experiment)!;
  const all = JSON.stringify(replicas);
  const of = (name: string) => replicas.find(({ service }) => service === name)!;
  const grows = (name: string): number => of(name).bytesPerRequest!;
  expect(
    replicas.map(({ judgedOn }) => judgedOn),
    all,
  ).toEqual(['heap', 'heap', 'heap']);
  expect(grows('bookings'), all).toBeGreaterThan(leakedBytes / 2);
  expect(grows('bookings'), all).toBeLessThan(leakedBytes * 2);
  // On a busy machine neighbouring readings may follow each other so much that no interval is left to judge by.
  expect(of('bookings').verdict, all).toBe(of('bookings').interval === undefined ? 'cannot-tell' : 'leaks');
  for (const beside of ['events', 'gateway']) {
    expect(grows(beside), all).toBeLessThan(grows('bookings') / 2);
    expect(of(beside).verdict, all).not.toBe('leaks');
  }
  const [memory] = observationsOf(experiment.observations, 'memory');
  expect(memory?.phases.map(({ phase }) => phase)).toEqual(['idle', 'under_load', 'after_load', 'after_gc']);
  expect(memory?.replicas.map(({ replica }) => replica)).toEqual(
    expect.arrayContaining(['bookings-1', 'events-1', 'gateway-1', 'harness', 'engine']),
  );
  const [account] = observationsOf(experiment.observations, 'reconciliation');
  expect(account).toMatchObject({ settled: true, missingBookings: 0, unannounced: 0 });
  expect(account!.acknowledgedBookings).toBeGreaterThan(100);
  expect(account!.storedBookings).toBeGreaterThanOrEqual(account!.acknowledgedBookings);
});

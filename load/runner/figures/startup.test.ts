import { expect, test } from 'vitest';
import type { LateStart } from '../../model/late-database-observation.ts';
import type { Observation } from '../../model/observation.ts';
import type { Experiment } from '../../model/result.ts';
import type { StartupObservation, StartupSample } from '../../model/startup-observation.ts';
import { lateDatabaseFigures } from './late-database.ts';
import { startupFigures } from './startup.ts';

const experiment = (...observations: Observation[]) => ({ observations }) as Experiment;

function starts(
  mode: StartupObservation['mode'],
  readyMs: readonly number[],
  over: Partial<StartupObservation> = {},
): StartupObservation {
  const samples = readyMs.map((spawnToReadyMs) => ({
    spawnToListeningMs: 100,
    spawnToReadyMs,
    spawnToFirstAnswerMs: null,
    firstAnswerTookMs: null,
    laterAnswersMs: [] as number[],
  })) as unknown as StartupSample[];
  return { kind: 'startup', service: 'bookings', mode, neighbours: null, samples, ...over };
}

const valuesOf = (...observations: StartupObservation[]) =>
  Object.fromEntries(startupFigures([experiment(...observations)]).map(({ name, value }) => [name, value]));

test('cold starts keep the plain names, and warm ones stand beside them with what they save turn by turn', () => {
  const values = valuesOf(starts('warm', [180, 150, 200]), starts('cold', [200, 210, 190]));
  expect(values).toMatchObject({
    'startup.spawn_to_ready.p50': 200,
    'startup.spawn_to_ready.max': 210,
    'startup.warm.spawn_to_ready.p50': 180,
    'startup.warm.saved.p50': 20,
  });
  expect(valuesOf(starts('cold', [1]))).not.toHaveProperty('startup.warm.saved.p50');
});

test('starts beside busy neighbours are figures of their own, and are none where these had too little', () => {
  const beside = (cpuShare: number) =>
    startupFigures([experiment(starts('cold', [500], { neighbours: { processes: 2, cpuShare } }))]);
  expect(beside(0.6).find(({ name }) => name === 'startup.contended.spawn_to_ready.p50')?.value).toBe(500);
  for (const figure of beside(0.2)) {
    expect(figure.name).toMatch(/^startup\.contended\./);
    expect(figure).toMatchObject({ value: null, note: expect.stringContaining('had 20% of the cores') });
  }
});

test('the penalty of the first request is what it took beyond the median of those after it', () => {
  const cold = starts('cold', [1, 1]);
  const samples = cold.samples.map((sample, index) => ({
    ...sample,
    firstAnswerTookMs: 20 + index * 10,
    laterAnswersMs: [1, 2, 300],
  }));
  expect(valuesOf({ ...cold, samples })['startup.first_request_penalty.p50']).toBe(23);
  expect(valuesOf(cold)).not.toHaveProperty('startup.first_request_penalty.p50');
});

function lateStart(over: Partial<LateStart>): LateStart {
  return {
    service: 'bookings',
    replica: 'bookings-1',
    way: 'refuses',
    spawnedAtMs: 0,
    databaseAtMs: 1000,
    readyAtMs: 1100,
    readyTooSoon: false,
    reasons: [],
    liveness: { asked: 9, failed: 0 },
    failure: null,
    ...over,
  };
}

test('a start that fails, is ready too soon or does not live has not held out, and its wait does not count', () => {
  const observation: Observation = {
    kind: 'late-database',
    service: 'bookings',
    starts: [
      lateStart({}),
      lateStart({ readyAtMs: 1300 }),
      lateStart({ readyAtMs: null, failure: 'ended' }),
      lateStart({ readyAtMs: 900, readyTooSoon: true }),
      lateStart({ readyAtMs: 1200, liveness: { asked: 9, failed: 1 } }),
    ],
  };
  expect(lateDatabaseFigures([experiment(observation)])).toMatchObject([
    { name: 'startup.late_database.database_to_ready.p50', value: 200, n: 3 },
    { name: 'startup.late_database.database_to_ready.max', value: 300 },
    { name: 'startup.late_database.not_held_out', value: 3, n: 5 },
  ]);
});

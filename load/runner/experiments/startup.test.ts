import { afterAll, beforeAll, expect, test } from 'vitest';
import { experimentSchema } from '../../model/result.ts';
import { observationsOf } from '../../model/observation.ts';
import type { StartupSpec } from '../../suites/experiments/startup.ts';
import type { LateDatabaseSpec } from '../../suites/experiments/late-database.ts';
import { type PreparedRun, prepareRun } from '../testing/prepared-run.ts';

let prepared: PreparedRun;
beforeAll(async () => void (prepared = await prepareRun()));
afterAll(() => prepared[Symbol.asyncDispose]());

const spec: StartupSpec = { kind: 'startup', name: 'startup', title: '', question: '', samples: 2 };

test('cold and warm starts take turns, and each tells its first answer and the later ones', async () => {
  const { experiment, recording } = await prepared.done({ ...spec, warm: true, laterAnswers: 3 });
  expect(experimentSchema.parse(experiment)).toEqual(experiment);
  expect(recording.warnings).toEqual([]);
  const seen = observationsOf(experiment.observations, 'startup');
  expect(new Set(seen.map(({ mode }) => mode))).toEqual(new Set(['cold', 'warm']));
  expect(seen.map(({ neighbours }) => neighbours)).toEqual([null, null]);
  const samples = seen.flatMap((observation) => observation.samples);
  expect(samples).toHaveLength(4);
  for (const { spawnToReadyMs, spawnToFirstAnswerMs, laterAnswersMs, reportedPhasesMs } of samples) {
    expect(spawnToFirstAnswerMs).toBeGreaterThan(spawnToReadyMs);
    expect(laterAnswersMs).toHaveLength(3);
    expect(reportedPhasesMs).toHaveProperty('ready');
  }
});

test('contended starts say how many neighbours there were and what these had', async () => {
  const { experiment } = await prepared.done({ ...spec, samples: 1, contended: true });
  const [seen] = observationsOf(experiment.observations, 'startup');
  expect(seen?.neighbours?.processes).toBeGreaterThan(0);
  expect(seen?.neighbours?.cpuShare).toBeGreaterThan(0);
});

test('a replica that starts before its databases lives, names them, and is ready soon after them', async () => {
  const late: LateDatabaseSpec = {
    ...spec,
    kind: 'late-database',
    name: 'late-database',
    samples: 1,
    lateMs: { min: 200, max: 500 },
  };
  const { experiment } = await prepared.done(late);
  const [seen] = observationsOf(experiment.observations, 'late-database');
  expect(seen?.starts.map(({ way }) => way)).toEqual(['refuses', 'hangs']);
  for (const start of seen?.starts ?? []) {
    expect(start).toMatchObject({ readyTooSoon: false, failure: null, reasons: ['database'] });
    expect(start.readyAtMs).toBeGreaterThan(start.databaseAtMs);
    expect(start.liveness.asked).toBeGreaterThan(0);
    expect(start.liveness.failed).toBe(0);
  }
});

import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { randomOf, Stream } from '../../engines/paced/random.ts';
import { observationsOf } from '../../model/observation.ts';
import { experimentSchema } from '../../model/result.ts';
import { exitOf } from '../../model/stop-exit.ts';
import { type ShutdownCaseSpec, shutdownCaseNames } from '../../suites/experiments/shutdown-case.ts';
import { scorecardAnalysis } from '../analyses/scorecard.ts';
import { Recording } from '../recording.ts';
import { oneOfEach } from '../seeded-system.ts';
import { type PreparedRun, prepareRun } from '../testing/prepared-run.ts';
import { accountOf, type LoadUnderWay, startLoad } from './load-under-way.ts';
import { lossOf } from './loss.ts';
import { shutdownCases } from './shutdown-cases/index.ts';
import { Stage } from './shutdown-cases/stage.ts';
import { startSystem, type StartedSystem } from './started-system.ts';

const spec: ShutdownCaseSpec = {
  kind: 'shutdown-case',
  name: 'shutdown-case',
  title: '',
  question: '',
  case: 'idle-connections',
  ratePerSecond: 20,
  warmUpMs: 200,
  graceMs: 15_000,
};
const teardown = new AsyncDisposableStack();
const booked: Stage['booked'] = [];
let prepared: PreparedRun;
let system: StartedSystem;
let load: LoadUnderWay;
let recording: Recording;

beforeAll(async () => {
  prepared = teardown.use(await prepareRun());
  const { run } = prepared;
  recording = new Recording({ ...spec, name: 'all-cases' }, run.clock);
  system = await startSystem(run, 'all_cases', { replicas: oneOfEach(run.subject) }, recording, teardown);
  const gentle = { ratePerSecond: 10, warmUpMs: 0, durationMs: 5 * 60_000 };
  load = await startLoad(run, system.target.entryUrl, gentle, recording, teardown);
});
afterAll(() => teardown.disposeAsync());

// Beside one load, which is reconciled after the last of them.
test.each(shutdownCaseNames)('%s ends as it should', async (name) => {
  const { run } = prepared;
  const isKilled = name === 'killed-after-grace';
  const graceMs = isKilled ? 1_500 : spec.graceMs;
  const stage = new Stage(run, system, randomOf(run.seed, Stream.signals), recording, graceMs);
  await shutdownCases[name].act(stage);
  booked.push(...stage.booked);
  const { stops } = stage;
  const { lostRequests, exits, stragglers } = shutdownCases[name].expected(run.subject.stopping);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(stops.length).toBeGreaterThan(0);
  expect(stops.filter((stop) => !exits.includes(exitOf(stop)))).toEqual([]);
  const waitedOut = stops.filter(({ forced }) => forced).map(({ drainTimeMs }) => drainTimeMs >= graceMs);
  expect(waitedOut).toEqual(isKilled ? [true] : []);
  expect(sum(stops.map(({ held }) => held.lost))).toBe(lostRequests);
  expect(sum(stops.map(({ lastLog }) => lastLog?.openRequests ?? 0))).toBe(stragglers ?? 0);
  expect(stage.connections?.requests.lost ?? 0).toBe(0);
});

test('a slow request is seen to be stuck although its connection came late, and goes on once it is released', async () => {
  const { databases } = system;
  await using slow = await prepared.run.subject.stopping.slowRequest(databases);
  const stuck = slow.untilStuck();
  await delay(250);
  const { first, last, age } = JSON.parse(slow.request.body) as Record<string, unknown>;
  const client = new Client({ connectionString: databases('bookings') });
  await client.connect();
  onTestFinished(() => client.end());
  const values = [slow.request.headers['x-user-id'], first, last, age];
  const insert = 'INSERT INTO users (id, first, last, age) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
  const inserted = client.query(insert, values);
  await stuck;
  await slow.release();
  expect((await inserted).rowCount).toBe(1);
});

test('beside all of them no other request is lost, and every booking reconciles', async () => {
  const { observation, journal } = await load.stop();
  expect(lossOf(observation, [])).toBe(0);
  const account = accountOf(journal, booked);
  const seen = await prepared.run.subject.reconcile(system.databases, account);
  expect(seen).toMatchObject({ settled: true, missingBookings: 0, oversoldSeats: 0, details: [] });
  expect(seen.acknowledgedBookings).toBeGreaterThan(booked.length);
  expect(recording.invalidReasons).toEqual([]);
});

test('a case as an experiment of its own tells what a scorecard needs', async () => {
  const { experiment } = await prepared.done(spec);
  expect(experimentSchema.parse(experiment)).toEqual(experiment);
  const [seen] = observationsOf(experiment.observations, 'shutdown');
  expect(seen).toMatchObject({
    case: 'idle-connections',
    connections: { opened: 20, closed: 20, reset: 0, requests: { sent: 10, announced: 10 } },
    redelivered: 0,
  });
  const kinds = experiment.markers.map(({ kind }) => kind);
  expect(kinds).toEqual(['replica-requested', 'replica-ready', 'replica-signalled', 'replica-exited']);
  expect(scorecardAnalysis([experiment])?.rows).toMatchObject([{ verdict: 'as-expected', lostRequests: 0 }]);
});

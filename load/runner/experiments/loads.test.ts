import { afterAll, beforeAll, expect, test } from 'vitest';
import { throughputOf } from '../../model/load-observation.ts';
import { judge } from '../../model/figure.ts';
import { observationsOf } from '../../model/observation.ts';
import { observerBudgets } from '../../suites/budgets.ts';
import type { SteadyLoadSpec } from '../../suites/experiments/steady-load.ts';
import { warmUp } from '../../suites/warm-up.ts';
import { clientServerAnalysis } from '../analyses/client-server.ts';
import { observerAnalysis } from '../analyses/observer-effect.ts';
import { rateSweepAnalysis } from '../analyses/rate-sweep.ts';
import { ceilingFigures } from '../figures/ceiling.ts';
import { observerFigures } from '../figures/observer-effect.ts';
import { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { showHeadroom } from '../show-headroom.ts';
import type { Target } from '../../targets/target.ts';
import { type PreparedRun, prepareRun } from '../testing/prepared-run.ts';
import { runExperiment } from './experiment.ts';
import { observerEffect } from './observer-effect.ts';
import { lookers, sidesOf, type Looker } from './observer-sides.ts';

const described = { title: 'test', question: 'test?' };
const steady: SteadyLoadSpec = {
  kind: 'steady-load',
  name: 'steady',
  ...described,
  ratePerSecond: 30,
  idleMs: 100,
  ...warmUp(1000),
  durationMs: 2000,
  afterMs: 1200,
};

/** neverSteady: its limit comes before its window can be full. */
const neverSteady = warmUp(300, { windowMs: 5000, mostMs: 400 });

let prepared: PreparedRun;
beforeAll(async () => {
  prepared = await prepareRun();
}, 60_000);
afterAll(() => prepared[Symbol.asyncDispose]());

test('in a steady load, every request that a client sent is one that a replica counted', async () => {
  const { experiment } = await prepared.done(steady);
  const analysis = clientServerAnalysis(experiment);
  expect(analysis?.rows.map(({ service }) => service).toSorted()).toEqual(['bookings', 'events', 'gateway']);
  for (const { requests } of analysis?.rows ?? []) expect(requests).toBeGreaterThan(10);
  expect(analysis?.unaccounted).toBe(0);
  expect(observationsOf(experiment.observations, 'reconciliation')[0]).toMatchObject({ oversoldSeats: 0 });
}, 60_000);

test('a generator shows that it can do twice the rate before anything is measured, and nothing where there is no rate', async () => {
  const steps: string[] = [];
  const progress = {
    begin: (step: string) => void steps.push(step),
    tell: () => {},
    end: (outcome: string) => void steps.push(outcome),
  };
  const run = { ...prepared.run, progress };
  expect(
    await showHeadroom(run, [{ ...described, kind: 'startup', name: 'startup', samples: 1 }]),
  ).toBeUndefined();
  expect(steps).toEqual([]);
  await showHeadroom(run, [steady]);
  expect(steps).toEqual(['Headroom', expect.stringMatching(/^paced (can do|did) \d+ requests\/s here/)]);
}, 60_000);

test('a replica that ends by itself makes the run invalid; the others are ended together, as nobody asks them any more', async () => {
  const { run } = prepared;
  const recording = new Recording(steady, run.clock);
  let pid: number | undefined;
  const ended: unknown[] = [];
  const target: Target = {
    ...run.target,
    start: async (system, options) => {
      const started = await run.target.start(system, options);
      const stop = started.stop.bind(started);
      started.stop = (how) => {
        ended.push(how);
        return stop(how);
      };
      // Of all services the one that leaves no message on its way, which would be waited for.
      pid = started.replicas('gateway')[0]?.pid;
      return started;
    },
  };
  const tell = (line: string): void => {
    if (pid === undefined || !line.startsWith('measuring')) return;
    process.kill(pid, 'SIGKILL');
    pid = undefined;
  };
  await runExperiment(
    { ...steady, ...neverSteady, name: 'killed' },
    { ...run, target, progress: { ...run.progress, tell } },
    recording,
  );
  expect(recording.invalidReasons.find(({ guard }) => guard === 'unexpected-exit')?.message).toContain(
    'gateway replica gateway-1 ended by itself (SIGKILL)',
  );
  expect(ended).toEqual([{ order: 'together' }]);
}, 60_000);

test('a ceiling is measured with ever more connections, and nothing is oversold; one that was never steady is none', async () => {
  const spec = {
    ...described,
    kind: 'ceiling',
    name: 'ceiling',
    connections: [1, 4],
    ...neverSteady,
    durationMs: 1000,
  } as const;
  const { experiment, recording } = await prepared.done(spec);
  const loads = observationsOf(experiment.observations, 'load');
  expect(loads.map(({ load }) => load.model === 'closed' && load.connections)).toEqual([1, 4]);
  for (const load of loads) expect(throughputOf(load)).toBeGreaterThan(10);
  expect(ceilingFigures([experiment])).toMatchObject([{ name: 'latency.ceiling.throughput', value: null }]);
  expect(recording.invalidReasons.map(({ guard }) => guard)).toContain('warm-up');
  expect(observationsOf(experiment.observations, 'reconciliation')[0]).toMatchObject({ oversoldSeats: 0 });
}, 60_000);

test('scaling measures each number of replicas as often as it was asked to, each once it is steady', async () => {
  const spec = {
    ...described,
    kind: 'scaling',
    name: 'scaling',
    replicas: [1, 2],
    repetitions: 2,
    connections: 4,
    ...warmUp(300, { mostMs: 1500 }),
    durationMs: 500,
  } as const;
  const { experiment } = await prepared.done(spec);
  const seen = observationsOf(experiment.observations, 'scaling');
  expect(seen.map(({ replicas, repetition }) => [replicas, repetition])).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
    [1, 2],
  ]);
  for (const { throughputRps } of seen) expect(throughputRps).toBeGreaterThan(10);
  const ends = observationsOf(experiment.observations, 'load').map(({ warmUpEnd }) => warmUpEnd?.steady);
  expect(ends).toEqual(seen.map((one) => one.steady));
}, 60_000);

test('a sweep stops at the first rate that does not keep the budget, and keeps what it measured there', async () => {
  const spec = {
    ...described,
    kind: 'rate-sweep',
    name: 'sweep',
    firstRatePerSecond: 10,
    highestRatePerSecond: 1000,
    budgetP99Ms: 0.01,
    refinements: 1,
    ...neverSteady,
    durationMs: 1000,
  } as const;
  const { experiment, recording } = await prepared.done(spec);
  const analysis = rateSweepAnalysis(experiment, spec);
  expect(analysis?.points).toHaveLength(1);
  expect(recording.invalidReasons.map(({ guard }) => guard)).toContain('warm-up');
  expect(analysis?.highestWithinBudgetRps).toBeNull();
}, 60_000);

test('a probe that gives a replica no peace is found to cost more than it may, by services that were switched before', async () => {
  const spec = {
    ...described,
    kind: 'observer-effect',
    name: 'observer',
    rounds: 1,
    settleMs: 300,
    pairs: 2,
    ratePerSecond: 40,
    connections: 2,
    warmUpMs: 200,
    durationMs: 3000,
  } as const;
  const { run } = prepared;
  const recording = new Recording(spec, run.clock);
  const told: unknown[] = [];
  const { measuring } = run.subject;
  const tell = async (url: string, on: boolean): Promise<void> => {
    told.push(on);
    await measuring!.tell(url, on);
  };
  const subject = { ...run.subject, measuring: { ...measuring!, tell } };
  const progress = {
    ...run.progress,
    tell: (line: string) => void (/settling|in turns/.test(line) && told.push(line)),
  };
  await observerEffect(spec, { ...run, subject, progress }, recording, [...lookers, restless]);
  const beforeTurns = told.slice(0, told.indexOf('start 1 of 1, open load in turns'));
  expect(beforeTurns).toEqual(['settling', false, false, false, true, true, true]);
  const experiment = recording.experiment();
  const analysis = observerAnalysis(experiment);
  expect(analysis?.effects.map(({ measure, pairs }) => [measure, pairs])).toEqual([
    ['response-time-p50', 4],
    ['throughput', 4],
    ['cpu-per-request', 2],
  ]);
  const [responseTime] = observerFigures([analysis!]);
  expect(judge(responseTime!, observerBudgets['observer.response_time_p50_ratio']!)).toBe('fail');
  expect(observationsOf(experiment.observations, 'observer')[0]?.sides).toMatchObject({
    unobserved: { serviceMetrics: false, probes: [] },
    observed: { serviceMetrics: true, probes: ['memory', 'runtime', 'machine', 'restless'] },
  });
}, 60_000);

test('services that cannot be told to stop measuring themselves keep their metrics, and the result says so', () => {
  const { run } = prepared;
  const { measuring, ...mute } = run.subject;
  const inStack: Run = { ...run, target: { ...run.target, oneSystem: true } };
  for (const kept of [inStack, { ...run, subject: mute }])
    expect(sidesOf(kept, lookers).unobserved).toEqual({
      serviceMetrics: true,
      probes: [],
      scrapedEveryMs: null,
    });
  expect(measuring).toBeDefined();
});

/** restless scrapes every replica again as soon as it has been answered, eight at a time. */
const restless: Looker = {
  name: 'restless',
  start: (replicas) => {
    const stopping = new AbortController();
    const scraping = replicas().flatMap(({ metricsUrl }) =>
      Array.from({ length: 8 }, async () => {
        while (!stopping.signal.aborted) await (await fetch(metricsUrl!)).arrayBuffer();
      }),
    );
    return {
      finish: async () => {
        stopping.abort();
        await Promise.all(scraping);
        return { kind: 'runtime', replicas: [] };
      },
    };
  },
};

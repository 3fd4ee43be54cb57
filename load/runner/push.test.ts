import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { autocannonEngine } from '../engines/autocannon.ts';
import type { Engine } from '../engines/engine.ts';
import { lacksK6 } from '../engines/k6/k6-here.fixture.ts';
import { k6EngineTelling } from '../engines/k6.ts';
import { pacedEngine } from '../engines/paced.ts';
import { planFor } from '../engines/truth/run-load.ts';
import { startTruthServer } from '../engines/truth/truth-server.ts';
import { startRunClock } from '../model/clock.ts';
import type { LoadObservation, LoadProgress } from '../model/load-observation.ts';
import type { LoadPlan } from '../model/load-plan.ts';
import { type OwnMetric, ownMetrics, seriesNames } from '../model/own-metrics.ts';
import type { Experiment, Warning } from '../model/result.ts';
import { startPush } from '../telemetry/push.ts';
import { parseServerUrl } from '../telemetry/server-url.ts';
import { lacksPrometheus, type RealPrometheus, startPrometheus } from '../telemetry/testing/prometheus.ts';
import { endedRun, someEnvironment } from '../telemetry/testing/short-run.ts';

const skip = lacksPrometheus();
const name = 'steady';

interface Pushed {
  readonly observation: LoadObservation;
  readonly seconds: readonly LoadProgress[];
  readonly warnings: readonly Warning[];
  readonly run: string;
}

/** pushedLoad has an engine send a load, tells a server of it, and ends the run; `each` sees every second. */
async function pushedLoad(
  url: string,
  engine: Engine,
  plan: LoadPlan,
  each: (second: LoadProgress) => void = () => undefined,
): Promise<Pushed> {
  using push = startPush(parseServerUrl('--prometheus', url), () => undefined);
  const clock = startRunClock();
  const { startedAt, originNs } = clock;
  const startedAtMs = clock.nowMs();
  const load = { engine: engine.name, scenario: plan.scenario.name };
  const seconds: LoadProgress[] = [];
  push.events.begun({ suite: 'short', clock, environment: someEnvironment });
  push.events.experiment({ name, control: false, startedAtMs });
  const started = await engine.start({ ...plan, clock: { startedAt, originNs } }, (second) => {
    seconds.push(second);
    push.events.second(second, load);
    each(second);
  });
  const { observation, journal } = await started.finished;
  journal[Symbol.dispose]();
  push.events.loaded(observation);
  const experiment: Experiment = {
    kind: 'steady-load',
    name,
    title: name,
    question: '',
    control: false,
    startedAtMs,
    endedAtMs: clock.nowMs(),
    observations: [observation],
    markers: [],
  };
  push.events.measured(() => [], experiment);
  const warnings = await push.finish(endedRun(clock, [experiment]), new AbortController().signal);
  return { observation, seconds, warnings, run: startedAt };
}

describe.skipIf(skip)('a load that is pushed (needs docker)', () => {
  let prometheus: RealPrometheus;
  let pushed: Pushed;
  let of = '';
  beforeAll(async () => {
    prometheus = await startPrometheus();
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const plan = planFor(server.url, { ratePerSecond: 200, warmUpMs: 1000, durationMs: 3000 });
    pushed = await pushedLoad(prometheus.url, pacedEngine, plan);
    of = `run="${pushed.run}"`;
  });
  afterAll(() => prometheus?.[Symbol.asyncDispose]());

  const values = async (promql: string): Promise<number[]> =>
    (await prometheus.query(promql)).map(({ value }) => value);
  const last = (series: string): Promise<number[]> => values(`last_over_time(${series}[5m])`);

  test('stands in Prometheus with the counts of the result', async () => {
    const { measured, warmUp, journeys } = pushed.observation;
    expect(pushed.warnings).toEqual([]);
    const requests = (phase: string, outcome: string) =>
      last(`rehearse_load_requests_total{${of},phase="${phase}",outcome="${outcome}"}`);
    expect(await requests('measuring', 'scheduled')).toEqual([measured.ledger.scheduled]);
    expect(await requests('measuring', 'ok')).toEqual([measured.ledger.ok]);
    expect(await requests('warm-up', 'ok')).toEqual([warmUp.ok]);
    expect(await last(`rehearse_load_journeys_total{${of},outcome="completed"}`)).toEqual([
      journeys.completed,
    ]);
    expect(await values(`sum(last_over_time(rehearse_load_lost_requests_total{${of}}[5m]))`)).toEqual([0]);
    const counted = `rehearse_load_response_time_seconds_count{${of},phase="measuring"}`;
    expect(await last(counted)).toEqual([measured.ledger.ok]);
  });

  test('leaves its course in the result, which ends at what the result says', () => {
    const { course, measured } = pushed.observation;
    const answers = course!.points.flatMap(
      ({ measuring }) => measuring?.responseTime?.counts.map(([, count]) => count) ?? [],
    );
    const counted = answers.reduce((sum, count) => sum + count, 0);
    expect(counted).toBeGreaterThan(measured.ledger.ok / 3);
    expect(counted).toBeLessThanOrEqual(measured.ledger.ok);
  });

  test('counts from 0, second by second, so that rates are right from the first', async () => {
    const selector = `rehearse_load_requests_total{${of},phase="warm-up",outcome="scheduled"}[5m]`;
    const [samples = []] = await prometheus.samples(selector);
    const counts = samples.map(([, value]) => value);
    expect(counts[0]).toBe(0);
    expect(counts.length).toBeGreaterThanOrEqual(pushed.seconds.length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  test('has percentiles by its buckets that are close to those of the result', async () => {
    const { measured } = pushed.observation;
    for (const [q, metric, found] of [
      [0.5, 'response_time', measured.responseTimeMs.p50],
      [0.9, 'response_time', measured.responseTimeMs.p90],
      [0.5, 'service_time', measured.serviceTimeMs.p50],
    ] as const) {
      const buckets = `last_over_time(rehearse_load_${metric}_seconds_bucket{${of},phase="measuring"}[5m])`;
      const [seconds] = await values(`histogram_quantile(${q}, sum by (le) (${buckets}))`);
      // Neighbouring bounds are up to 28% apart, between which Prometheus takes a straight line.
      expect(Math.abs((seconds! * 1000) / found! - 1), metric).toBeLessThan(0.28);
    }
  });

  test('has the labels of its run, and nothing has any other name', async () => {
    const [found] = await prometheus.query(`last_over_time(rehearse_load_in_flight_requests{${of}}[5m])`);
    const { run } = pushed;
    const own = { job: 'rehearse', instance: run, suite: 'short', run };
    expect(found?.metric).toMatchObject({ ...own, experiment: name, scenario: 'truth', engine: 'paced' });
    const all = await prometheus.query('count by (__name__) (last_over_time({job="rehearse"}[5m]))');
    const series = Object.values<OwnMetric>(ownMetrics).flatMap(seriesNames);
    for (const { metric } of all) expect([...series, 'target_info']).toContain(metric['__name__']);
  });

  test('ends with its run, while what the run came to stays', async () => {
    const now = async (series: string) => (await prometheus.query(series)).length;
    expect(await now(`rehearse_load_requests_total{${of}}`)).toBe(0);
    expect(await now(`rehearse_load_in_flight_requests{${of}}`)).toBe(0);
    expect(await now(`rehearse_run_info{${of},state="running"}`)).toBe(0);
    expect(await now(`rehearse_run_info{${of},state="complete"}`)).toBe(1);
    expect(await now(`rehearse_run_verdict{${of},verdict="fail"}`)).toBe(1);
    expect(await values(`rehearse_experiment_active{${of}}`)).toEqual([0]);
    expect(await values(`rehearse_figure_seconds{${of},stat="value"}`)).toEqual([0.02]);
    expect(await values(`rehearse_figure_seconds{${of},stat="budget"}`)).toEqual([0.01]);
    const [start, end] = [
      ...(await values(`rehearse_run_start_timestamp_seconds{${of}}`)),
      ...(await values(`rehearse_run_end_timestamp_seconds{${of}}`)),
    ];
    expect(start).toBe(Date.parse(pushed.run) / 1000);
    expect(end).toBeGreaterThan(start! + 4);
  });

  test('has no response time where the engine counts from the send', async () => {
    await using server = await startTruthServer('plain');
    const load = { model: 'closed', connections: 2 } as const;
    const plan = { ...planFor(server.url, { durationMs: 1200 }), load };
    const { run, observation } = await pushedLoad(prometheus.url, autocannonEngine, plan);
    const counted = (metric: string) =>
      last(`rehearse_load_${metric}_seconds_count{run="${run}",phase="measuring"}`);
    expect(await counted('service_time')).toEqual([observation.measured.ledger.ok]);
    expect(await counted('response_time')).toEqual([]);
    expect(await counted('dispatch_delay')).toEqual([]);
  });
});

test.skipIf(skip || lacksK6)(
  'k6 tells what it measures itself, under the same run (needs docker and k6)',
  async () => {
    await using prometheus = await startPrometheus();
    await using server = await startTruthServer('plain');
    const engine = k6EngineTelling(parseServerUrl('--prometheus', prometheus.url));
    const plan = planFor(server.url, { ratePerSecond: 50, durationMs: 2000 });
    const { observation, run } = await pushedLoad(prometheus.url, engine, plan);
    const told = await prometheus.query(`sum(last_over_time(k6_http_reqs_total{run="${run}"}[5m]))`);
    expect(told.map(({ value }) => value)).toEqual([observation.measured.ledger.sent]);
    const times = `last_over_time(k6_http_req_duration_seconds{run="${run}"}[5m])`;
    const [median] = await prometheus.query(`histogram_quantile(0.5, sum(${times}))`);
    expect(median?.value).toBeGreaterThan(0);
    expect(median?.value).toBeLessThan(10);
  },
);

test.skipIf(skip)(
  'a Prometheus that dies during a load costs a warning and not the load (needs docker)',
  async () => {
    await using prometheus = await startPrometheus();
    await using server = await startTruthServer('plain');
    const plan = planFor(server.url, { ratePerSecond: 100, durationMs: 4000 });
    let killed: Promise<void> | undefined;
    const { observation, warnings } = await pushedLoad(prometheus.url, pacedEngine, plan, () => {
      killed ??= prometheus.kill();
    });
    await killed;
    expect(observation.measured.ledger).toMatchObject({ scheduled: 400, ok: 400 });
    expect(warnings).toMatchObject([{ code: 'prometheus-push' }]);
    expect(warnings[0]?.message).toMatch(/took [1-9]\d* of \d+ pushes.*did not arrive/);
  },
);

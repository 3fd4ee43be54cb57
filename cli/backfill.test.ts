import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unixMsOf } from '../load/model/moment.ts';
import { observationsOf } from '../load/model/observation.ts';
import {
  lacksPrometheus,
  type RealPrometheus,
  startPrometheus,
} from '../load/telemetry/testing/prometheus.ts';
import { openmetrics } from '../reports/render/openmetrics/openmetrics.ts';
import { completeResult } from '../reports/testing/fixture-results.ts';
import { needed } from '../reports/testing/needs.ts';

const promtool = needed('promtool');
const skip = promtool.skip || lacksPrometheus();

describe.skipIf(skip)('metrics.om in a fresh Prometheus (needs promtool and docker)', () => {
  const result = completeResult();
  const ended = new Date(unixMsOf(result, result.durationMs));
  let directory = '';
  let prometheus: RealPrometheus;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rehearse-backfill-'));
    // The server runs under another user.
    await chmod(directory, 0o777);
    const file = join(directory, 'metrics.om');
    await writeFile(file, openmetrics.render(result));
    const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(directory, 'data')];
    await promisify(execFile)(promtool.file ?? 'promtool', blocks);
    await promisify(execFile)('chmod', ['-R', 'a+rwX', join(directory, 'data')]);
    const kept = '--storage.tsdb.retention.time=10y';
    prometheus = await startPrometheus([kept], [`${join(directory, 'data')}:/prometheus`]);
  });
  afterAll(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const at = async (promql: string): Promise<number[]> =>
    (await prometheus.query(promql, ended)).map(({ value }) => value);

  test('answers what was offered and what came back', async () => {
    const [load] = result.experiments.flatMap(({ name, observations }) =>
      name === 'steady-load' ? observationsOf(observations, 'load') : [],
    );
    const { ledger } = load!.measured;
    const requests = (outcome: string) =>
      at(
        `last_over_time(rehearse_load_requests_total{experiment="steady-load",phase="measuring",outcome="${outcome}"}[1h])`,
      );
    expect(await requests('scheduled')).toEqual([ledger.scheduled]);
    expect(await requests('ok')).toEqual([ledger.ok]);
  });

  test('answers with percentiles that are close to those of the result', async () => {
    const [load] = result.experiments.flatMap(({ name, observations }) =>
      name === 'steady-load' ? observationsOf(observations, 'load') : [],
    );
    const buckets =
      'last_over_time(rehearse_load_response_time_seconds_bucket{experiment="steady-load"}[1h])';
    const [seconds] = await at(`histogram_quantile(0.5, sum by (le) (${buckets}))`);
    expect(Math.abs((seconds! * 1000) / load!.measured.responseTimeMs.p50! - 1)).toBeLessThan(0.28);
  });

  test('has the course of a load, as one that was pushed', async () => {
    const [load] = result.experiments.flatMap(({ name, observations }) =>
      name === 'steady-load' ? observationsOf(observations, 'load') : [],
    );
    const steady = 'experiment="steady-load"';
    const perSecond = `sum(rate(rehearse_load_response_time_seconds_count{${steady}}[4s]))`;
    // A heatmap of each moment: those in which nothing happened to the services are all alike.
    const middleMs = load!.measuredFromMs + load!.measured.durationMs / 2;
    const middle = new Date(unixMsOf(result, middleMs));
    const [rate] = (await prometheus.query(perSecond, middle)).map(({ value }) => value);
    expect(
      Math.abs(rate! / (load!.measured.ledger.ok / (load!.measured.durationMs / 1000)) - 1),
    ).toBeLessThan(0.2);
    const bucketsThere = `sum by (le) (rate(rehearse_load_response_time_seconds_bucket{${steady}}[4s]))`;
    const filled = (await prometheus.query(bucketsThere, middle)).map(({ value }) => value);
    expect(new Set(filled).size).toBeGreaterThan(3);
    const warm = `rehearse_load_response_time_seconds_count{${steady},phase="warm-up"}`;
    const warmUpEnd = new Date(unixMsOf(result, load!.measuredFromMs));
    expect(
      (await prometheus.query(`sum(rate(${warm}[4s]))`, warmUpEnd)).map(({ value }) => value > 0),
    ).toEqual([true]);
    const inFlight = `rehearse_load_in_flight_requests{${steady}}`;
    expect((await prometheus.query(inFlight, middle)).map(({ value }) => value)).toEqual([3]);
  });

  test('answers when the run began and ended, what was done in it, and what it came to', async () => {
    const run = `run="${result.startedAt}",job="rehearse"`;
    expect(await at(`rehearse_run_verdict{${run},verdict="pass"}`)).toEqual([1]);
    expect(await at(`rehearse_run_end_timestamp_seconds{${run}}`)).toEqual([ended.getTime() / 1000]);
    const start = await at(`last_over_time(rehearse_run_start_timestamp_seconds{${run}}[1h])`);
    expect(start).toEqual([Date.parse(result.startedAt) / 1000]);
    const steps = result.experiments.flatMap(({ markers }) => markers.filter(({ kind }) => kind === 'scale'));
    const marked = `last_over_time(rehearse_marker_timestamp_seconds{${run},kind="scale"}[1h])`;
    expect(new Set(await at(marked))).toEqual(
      new Set(steps.map(({ atMs }) => unixMsOf(result, atMs) / 1000)),
    );
  });
});

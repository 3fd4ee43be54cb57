import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begunAt, sourcesIn } from '../../dashboards/check/present.ts';
import { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';
import { type OwnMetric, ownMetrics } from '../../load/model/own-metrics.ts';
import type { Labels } from '../../load/model/own-sample.ts';
import { lacksPrometheus, pushSeries, realPrometheus } from './prometheus.fixture.ts';

const nowSeconds = Math.floor(Date.now() / 1000);
const { requests, runStart, figureSeconds, memory, startup, drain, marker } = ownMetrics;

async function push(
  base: string,
  run: string,
  values: readonly (readonly [metric: OwnMetric, value: number, labels?: Labels])[],
) {
  const points = (value: number) => [{ unixMs: (nowSeconds - 60) * 1000, value }];
  const series = values.map(([metric, value, labels]) => ({
    metric,
    labels: { run, ...labels },
    points: points(value),
  }));
  await pushSeries(base, run, series);
}

describe.skipIf(lacksPrometheus)('of a real Prometheus the check knows', () => {
  let prometheus: Awaited<ReturnType<typeof realPrometheus>> | undefined;
  let api: PrometheusApi;
  let url = '';
  beforeAll(async () => {
    prometheus = await realPrometheus();
    ({ url } = prometheus);
    api = new PrometheusApi(url);
  });
  afterAll(() => prometheus?.end());
  const sources = async (rangeSeconds = 900) => [...(await sourcesIn(api, nowSeconds, rangeSeconds))];

  test('that it has nothing, which began now', async () => {
    expect(await sources()).toEqual([]);
    expect(await begunAt(api, nowSeconds)).toBe(nowSeconds);
  });

  test('a run that has ended within the time that is looked at, and since when there was one', async () => {
    const startedAt = nowSeconds - 7200;
    await push(url, 'early', [
      [runStart, startedAt],
      [requests, 9],
      [figureSeconds, 1],
    ]);
    expect(await sources()).toEqual(['load', 'run']);
    expect(await sources(30)).toEqual([]);
    expect(await begunAt(api, nowSeconds)).toBe(startedAt);
  });

  test('what a run has seen of replicas so far, and changes where it makes some', async () => {
    await push(url, 'under way', [
      [runStart, nowSeconds - 3600],
      [memory, 1e8],
      [startup, 0.2],
      [drain, 0.7],
    ]);
    expect(await sources()).toEqual(['load', 'watched', 'starts']);
    await push(url, 'under way', [[marker, nowSeconds - 60, { kind: 'scale' }]]);
    expect(await sources()).toEqual(['load', 'watched', 'starts', 'changes']);
  });

  test('a later load that is no run, of which no figures are asked', async () => {
    await push(url, 'late', [
      [runStart, nowSeconds - 100],
      [requests, 9],
    ]);
    expect(await sources()).toEqual(['load']);
  });
});

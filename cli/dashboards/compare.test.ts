import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interpolate } from '../../dashboards/check/interpolate.ts';
import { PrometheusApi } from '../../dashboards/check/prometheus-api.ts';
import { chosenAtFirst } from '../../dashboards/check/variables.ts';
import { drawnPanels, readDashboard } from '../../dashboards/classic-json.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import { ownMetrics } from '../../load/model/own-metrics.ts';
import { lacksPrometheus, pushSeries, realPrometheus } from './prometheus.fixture.ts';

const stepSeconds = 5;
const lastedSeconds = 60;

/** Two runs of a minute, four minutes apart. What is drawn of each is for how many seconds it has gone on. */
const nowSeconds = Math.floor(Date.now() / 1000);
const startsAt = { early: nowSeconds - 400, late: nowSeconds - 160 };

async function pushRun(base: string, run: string, startSeconds: number): Promise<void> {
  const labels = { suite: 'quick', run };
  const points = Array.from({ length: lastedSeconds / stepSeconds + 1 }, (_, index) => index * stepSeconds);
  const series = [
    { metric: ownMetrics.runStart, labels, points: [{ unixMs: startSeconds * 1000, value: startSeconds }] },
    {
      metric: ownMetrics.cpu,
      labels: { ...labels, experiment: 'x', service: 'bookings', replica: 'bookings-1' },
      points: points.map((seconds) => ({ unixMs: (startSeconds + seconds) * 1000, value: seconds })),
    },
  ];
  await pushSeries(base, run, series);
}

/** compareOf: the dashboard, with the run that is chosen on each side in place of the latest. */
function compareOf(base: string, candidate: string) {
  const file = provisionedFiles().find(({ name }) => name === 'compare.json');
  const dashboard = readDashboard(file?.text ?? '');
  for (const variable of dashboard.templating.list) {
    const run = { base, candidate }[variable.name];
    if (run !== undefined) Object.assign(variable, { regex: `/run="(${run})"/` });
  }
  return dashboard;
}

describe.skipIf(lacksPrometheus)('on a real Prometheus', () => {
  let prometheus: Awaited<ReturnType<typeof realPrometheus>> | undefined;
  let url = '';
  beforeAll(async () => {
    prometheus = await realPrometheus();
    ({ url } = prometheus);
    for (const [run, startSeconds] of Object.entries(startsAt)) await pushRun(url, run, startSeconds);
  });
  afterAll(() => prometheus?.end());

  test.each([30, 120, 900])('both runs begin at the left edge of a range of %i s', async (rangeSeconds) => {
    const api = new PrometheusApi(url);
    const span = { fromSeconds: nowSeconds - rangeSeconds, toSeconds: nowSeconds };
    const dashboard = compareOf('early', 'late');
    const { values, empty } = await chosenAtFirst(dashboard, api, span, stepSeconds);
    expect(empty).toEqual([]);
    const panel = drawnPanels(dashboard).find(({ title }) => title === 'CPU, all replicas');
    for (const { expr } of panel?.targets ?? []) {
      const [series] = await api.over(interpolate(expr, values), span, stepSeconds);
      const [first] = series?.values ?? [];
      expect(Math.abs((first?.[0] ?? 0) - span.fromSeconds)).toBeLessThanOrEqual(stepSeconds);
      for (const [atSeconds, elapsed] of (series?.values ?? []).filter(
        ([, seconds]) => seconds < lastedSeconds,
      )) {
        expect(Math.abs(atSeconds - span.fromSeconds - elapsed)).toBeLessThanOrEqual(stepSeconds);
      }
    }
    expect(panel?.targets).toHaveLength(2);
  });

  test('it opens with the latest run and the one before it', async () => {
    const file = provisionedFiles().find(({ name }) => name === 'compare.json');
    const span = { fromSeconds: nowSeconds - 300, toSeconds: nowSeconds };
    const dashboard = readDashboard(file?.text ?? '');
    const { values } = await chosenAtFirst(dashboard, new PrometheusApi(url), span, stepSeconds);
    expect(values).toMatchObject({ base: 'early', candidate: 'late' });
  });

  test('both runs can be chosen, though they lie outside of the range', async () => {
    const api = new PrometheusApi(url);
    const span = { fromSeconds: nowSeconds - 30, toSeconds: nowSeconds };
    const { values } = await chosenAtFirst(compareOf('early', 'late'), api, span, stepSeconds);
    expect(values).toMatchObject({
      base: 'early',
      candidate: 'late',
      base_shift: `${400 - 30}`,
      candidate_shift: `${160 - 30}`,
    });
  });
});

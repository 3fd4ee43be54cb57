import { Writable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../dashboards/check/finding.ts';
import { readDashboard, type ClassicDashboard } from '../../dashboards/classic-json.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import { lacks } from '../../load/model/needs.fixture.ts';
import type { Io } from '../io.ts';
import { checkByRun } from './check-by-run.ts';
import { reportOf } from './check-report.ts';
import { findGrafanaImage } from './grafana-image.ts';
import { findPrometheus } from './prometheus-program.ts';

const noPrometheus = lacks(
  'docker',
  await findPrometheus().then(
    () => true,
    () => false,
  ),
);

const image = await findGrafanaImage(process.env);

/** longestMs: of a run with a Grafana beside it, on a busy machine. */
const longestMs = 300_000;

const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
const io: Io = {
  out: sink,
  err: sink,
  env: process.env,
  workingDirectory: process.cwd(),
  terminal: undefined,
  interrupted: new AbortController().signal,
};

const broken: Readonly<Record<string, string>> = {
  'Requests per second': 'sum by (service) (rate(http_requests_total{job=~"$job"}[$__rate_interval]))',
  'Response time p99':
    '1000000 * histogram_quantile(0.99, sum by (le, service) (rate(http_server_request_duration_seconds_bucket[1m])))',
  'Response time p50':
    'histogram_quantile(0.5, sum by (le) (rate(http_server_request_duration_seconds_bucket{job=~"$job"}[1m])))',
  'Requests under way by replica': 'http_server_active_requests{job=~"$job"',
  // Comes, and comes too late: counted from the load's first second, as the services are there well before it.
  'Resident memory':
    'process_resident_memory_bytes{job=~"$job"} and on () rehearse_load_requests_total offset 36s',
};

/** brokenTwin: a dashboard of ours in which some panels ask what has no answer, the wrong unit, labels that are gone, nonsense, or too late. */
function brokenTwin(): ClassicDashboard {
  const [services] = provisionedFiles();
  const dashboard = readDashboard(services?.text ?? '');
  dashboard.title = 'Broken';
  dashboard.annotations.list = [];
  for (const panel of dashboard.panels) {
    const [target] = 'targets' in panel && Array.isArray(panel.targets) ? panel.targets : [];
    const expr = broken[panel.title];
    if (target && expr !== undefined) Object.assign(target, { expr });
  }
  return dashboard;
}

describe.skipIf(noPrometheus)('on a real Prometheus, and a Grafana where its image is here,', () => {
  let findings: readonly Finding[] = [];
  beforeAll(async () => {
    const dashboards = provisionedFiles().map(({ text }) => readDashboard(text));
    const look = image === undefined ? undefined : { image };
    findings = await checkByRun([...dashboards, brokenTwin()], io, look);
  }, longestMs);

  /** brokenAt: which panels of the dashboards whose name begins so did not answer as they should. */
  const brokenAt = (name: string): readonly string[] =>
    findings
      .filter(({ dashboard, problems }) => dashboard === name && problems.length > 0)
      .map(({ where }) => where);

  test('every query of every dashboard and rule answers, and broken ones are found', () => {
    const ours = findings.filter(({ dashboard, where }) => !`${dashboard} ${where}`.includes('Broken'));
    expect(reportOf(ours).failed, reportOf(ours).text).toBe(0);
    expect(brokenAt('Broken').toSorted()).toEqual(Object.keys(broken).toSorted());
  });

  test.skipIf(lacks('grafana-image', image !== undefined))(
    'so it is through a real Grafana, which has not the broken dashboard (grafana-image)',
    () => {
      expect(brokenAt('Broken, through Grafana').toSorted()).toEqual(Object.keys(broken).toSorted());
      expect(brokenAt('Grafana')).toEqual(['Broken']);
      expect(findings.some(({ dashboard }) => dashboard === 'Services, through Grafana')).toBe(true);
    },
  );
});

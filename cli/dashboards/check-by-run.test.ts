import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { readDashboard, type ClassicDashboard } from '../../dashboards/classic-json.ts';
import { provisionedFiles } from '../../dashboards/provisioned.ts';
import { lacks } from '../../load/model/needs.fixture.ts';
import type { Io } from '../io.ts';
import { checkByRun } from './check-by-run.ts';
import { reportOf } from './check-report.ts';
import { findPrometheus } from './prometheus-program.ts';

const noPrometheus = lacks(
  'docker',
  await findPrometheus().then(
    () => true,
    () => false,
  ),
);

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
};

/** brokenTwin: a dashboard of ours in which some panels ask what has no answer, the wrong unit, labels that are gone, nonsense. */
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

test.skipIf(noPrometheus)(
  'every query of every dashboard and rule answers on a real Prometheus, and broken ones are found',
  async () => {
    const dashboards = provisionedFiles().map(({ text }) => readDashboard(text));
    const findings = await checkByRun([...dashboards, brokenTwin()], io);
    const ours = findings.filter(({ dashboard }) => dashboard !== 'Broken');
    expect(reportOf(ours).failed, reportOf(ours).text).toBe(0);
    const found = findings.filter(({ dashboard, problems }) => dashboard === 'Broken' && problems.length > 0);
    expect(found.map(({ where }) => where).toSorted()).toEqual(Object.keys(broken).toSorted());
  },
);

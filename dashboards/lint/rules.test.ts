import { expect, test } from 'vitest';
import { readDashboard, type ClassicDashboard, type DrawnPanel } from '../classic-json.ts';
import { provisionedFiles } from '../provisioned.ts';
import { rules } from './rules.ts';

const [sound] = provisionedFiles();

/** brokenBy gives a dashboard of ours with one thing changed in its first panel that draws lines. */
function brokenBy(change: (panel: DrawnPanel, dashboard: ClassicDashboard) => void): ClassicDashboard {
  const dashboard = readDashboard(sound?.text ?? '');
  const panel = dashboard.panels.find(({ type }) => type === 'timeseries') as DrawnPanel;
  change(panel, dashboard);
  return dashboard;
}

function asking(expr: string): ClassicDashboard {
  return brokenBy((panel) => {
    const [target] = panel.targets ?? [];
    if (target) target.expr = expr;
  });
}

const chosen = 'job=~"$job", instance=~"$instance"';
const requests = 'http_server_request_duration_seconds';

/** broken: for each rule, dashboards that it must not let pass. */
const broken: Readonly<Record<string, readonly ClassicDashboard[]>> = {
  datasource: [
    brokenBy((_, { templating }) => void templating.list.shift()),
    brokenBy((panel) => void delete panel.datasource),
  ],
  'job-and-instance': [
    asking('up'),
    asking('up{job=~"$job"}'),
    brokenBy((_, { templating }) => {
      templating.list = templating.list.filter(({ name }) => name !== 'instance');
    }),
    brokenBy((_, { templating }) => {
      for (const variable of templating.list) if (variable.name === 'instance') variable.label = 'Replica';
    }),
  ],
  'fresh-variables': [
    brokenBy((_, { templating }) => void Object.assign(templating.list[1] ?? {}, { refresh: 1 })),
  ],
  'panel-texts': [
    brokenBy((panel) => void delete panel.description),
    brokenBy((panel) => void delete panel.fieldConfig?.defaults.unit),
  ],
  'empty-text': [
    brokenBy((panel) => void delete panel.fieldConfig?.defaults.noValue),
    brokenBy((panel) => void Object.assign(panel.fieldConfig?.defaults ?? {}, { noValue: 'No data' })),
  ],
  'panel-queries': [
    brokenBy((panel) => void (panel.targets = [])),
    brokenBy((panel) => void Object.assign(panel.targets?.[0] ?? {}, { legendFormat: '' })),
  ],
  'legend-shown': [
    brokenBy((panel) => void Object.assign(panel.options?.legend ?? {}, { showLegend: false })),
  ],
  'valid-promql': [
    asking(`sum(rate(${requests}_count{${chosen}}[$__rate_interval])`),
    brokenBy((_, { annotations }) => void Object.assign(annotations.list[0] ?? {}, { expr: 'up{' })),
  ],
  'known-metrics': [asking(`http_requests{${chosen}}`)],
  'rate-interval': [asking(`rate(${requests}_count{${chosen}}[5m])`)],
  counters: [asking(`bookings_total{${chosen}}`), asking(`rate(up{${chosen}}[$__rate_interval])`)],
  'merged-percentiles': [
    asking(`histogram_quantile(0.99, rate(${requests}_bucket{${chosen}}[$__rate_interval]))`),
    asking(
      `avg(histogram_quantile(0.99, sum by (le, instance) (rate(${requests}_bucket{${chosen}}[$__rate_interval]))))`,
    ),
  ],
  'unit-of-metric': [
    brokenBy((panel) => {
      Object.assign(panel.fieldConfig?.defaults ?? {}, { unit: 's' });
      Object.assign(panel.targets?.[0] ?? {}, { expr: `process_resident_memory_bytes{${chosen}}` });
    }),
    brokenBy((panel) => {
      Object.assign(panel.fieldConfig?.defaults ?? {}, { unit: 's' });
      Object.assign(panel.targets?.[0] ?? {}, { expr: `service_startup_seconds{${chosen}} * 1000` });
    }),
  ],
  'not-editable': [brokenBy((_, dashboard) => void (dashboard.editable = true))],
  grid: [
    brokenBy((panel) => void (panel.gridPos.x = 20)),
    brokenBy((panel) => void (panel.gridPos.w = 16)),
    brokenBy((panel) => void (panel.gridPos.y = 900)),
  ],
};

test('every rule is tried with something broken', () => {
  expect(Object.keys(broken).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

test.each(rules)('the rule $name finds what is broken, and nothing in what is sound', (rule) => {
  expect(rule.check(readDashboard(sound?.text ?? ''))).toEqual([]);
  for (const dashboard of broken[rule.name] ?? []) expect(rule.check(dashboard)).not.toEqual([]);
});

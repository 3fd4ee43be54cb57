import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDashboard } from './classic-json.ts';
import { exclusions } from './lint/exclusions.ts';
import { rules } from './lint/rules.ts';
import { datasourceUid } from './parts/datasource.ts';
import { provisionedFiles } from './provisioned.ts';

const directory = join(import.meta.dirname, 'provisioned');
const files = provisionedFiles();

test('the provisioned dashboards are those that the sources give: run rehearse dashboards build', () => {
  const written = readdirSync(directory).toSorted();
  expect(written).toEqual(files.map(({ name }) => name).toSorted());
  for (const { name, text } of files)
    expect(readFileSync(join(directory, name), 'utf8') === text, name).toBe(true);
});

test('the same sources give the same bytes', () => {
  expect(provisionedFiles()).toEqual(files);
});

test('dashboards have addresses and titles of their own', () => {
  const dashboards = files.map(({ text }) => readDashboard(text));
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(files.length);
  expect(new Set(dashboards.map(({ title }) => title)).size).toBe(files.length);
});

test('Grafana is told of the data source that dashboards start with, and of the folder that compose mounts', () => {
  const text = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
  expect(text('provisioning/datasources/prometheus.yml')).toContain(`uid: ${datasourceUid}\n`);
  const folder = /path: (\S+)/.exec(text('provisioning/dashboards/rehearse.yml'))?.[1] ?? 'none';
  expect(text('../compose/compose.yaml')).toContain(`../dashboards/provisioned:${folder}:ro`);
  expect(text('../compose/compose.yaml')).toContain(
    '../dashboards/provisioning:/etc/grafana/provisioning:ro',
  );
});

test('an exemplar leads to where the stack publishes Jaeger', () => {
  const text = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');
  const [, address] =
    /url: http:\/\/(\S+)\/trace\/\$\$\{__value\.raw\}/.exec(
      text('provisioning/datasources/prometheus.yml'),
    ) ?? [];
  expect(address).toBeDefined();
  expect(text('../compose/compose.yaml')).toContain(`ports: ['${address}:16686']`);
});

describe.each(files)('$name', ({ text }) => {
  test.each(rules)('keeps to the rule $name', (rule) => {
    const dashboard = readDashboard(text);
    const excluded = exclusions.filter((one) => one.rule === rule.name && one.dashboard === dashboard.uid);
    const broken = rule
      .check(dashboard)
      .filter(({ panel }) => !excluded.some((one) => one.panel === undefined || one.panel === panel));
    expect(broken).toEqual([]);
  });
});

test('every exclusion from a rule is still needed', () => {
  const dashboards = files.map(({ text }) => readDashboard(text));
  const idle = exclusions.filter(({ rule, dashboard, panel }) => {
    const found = dashboards
      .filter(({ uid }) => uid === dashboard)
      .flatMap((one) => rules.find(({ name }) => name === rule)?.check(one) ?? []);
    return !found.some((finding) => panel === undefined || finding.panel === panel);
  });
  expect(idle).toEqual([]);
});

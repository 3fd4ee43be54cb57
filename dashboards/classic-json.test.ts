import { expect, test } from 'vitest';
import { readDashboard } from './classic-json.ts';
import { provisionedFiles } from './provisioned.ts';

const files = provisionedFiles();
const [sound] = files;

function changed(change: (dashboard: Record<string, unknown>) => unknown): string {
  return JSON.stringify(change(JSON.parse(sound?.text ?? '') as Record<string, unknown>));
}

test.each(files)('$name is classic JSON that file provisioning takes', ({ text }) => {
  expect(() => readDashboard(text)).not.toThrow();
});

test.each([
  ['a v2 document', (spec: object) => ({ apiVersion: 'dashboard.grafana.app/v2', kind: 'Dashboard', spec })],
  ['a document with an API version beside', (dashboard: object) => ({ ...dashboard, apiVersion: 'v1' })],
  ['one that is wrapped for the HTTP API', (dashboard: object) => ({ dashboard, overwrite: true })],
  ['one with the number of another database', (dashboard: object) => ({ ...dashboard, id: 7 })],
  ['one without an address', (dashboard: object) => ({ ...dashboard, uid: '' })],
  ['one whose panels ask a fixed data source', withFixedSource],
] as const)('%s is refused', (_, change) => {
  expect(() => readDashboard(changed(change))).toThrow(/invalid|expected|neither|match/i);
});

function withFixedSource(dashboard: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(dashboard).replaceAll('${datasource}', 'prometheus-of-mine');
  return JSON.parse(text) as Record<string, unknown>;
}

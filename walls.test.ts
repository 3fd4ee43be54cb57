import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const tree = mkdtempSync(join(tmpdir(), 'rehearse-walls-'));
beforeAll(() => copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json')));
afterAll(() => rmSync(tree, { recursive: true }));

/** lint writes one file with one import into an empty tree and gives what the rule of the walls says of it. */
function lint(file: string, imported: string): string {
  const path = join(tree, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from '${imported}';\nexport const other = thing;\n`);
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format=json', file], {
    cwd: tree,
    encoding: 'utf8',
  });
  rmSync(path);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; help?: string; message: string }[];
  };
  return diagnostics
    .filter(({ code }) => code.includes('no-restricted-imports'))
    .map(({ message, help }) => `${message} ${help ?? ''}`)
    .join('\n');
}

test.each([
  ['load/model/figure.ts', '../engines/engine.ts'],
  ['load/model/figure.ts', '../../stats/t-interval.ts'],
  ['stats/usl.ts', '../load/model/figure.ts'],
  ['browser/chromium.ts', '../load/model/figure.ts'],
  ['load/engines/paced.ts', '../targets/target.ts'],
  ['load/engines/paced/main.ts', '../../runner/run-suite.ts'],
  ['load/engines/paced/main.ts', '../../../reports/read-result.ts'],
  ['load/k6/journey.ts', 'node:fs'],
  ['load/k6/journey.ts', 'undici'],
  ['load/k6/journey.ts', '../engines/paced.ts'],
  ['load/k6/journey.ts', '../engines/paced/recorder.ts'],
  ['load/k6/journey.ts', '../engines/k6/told.ts'],
  ['load/k6/journey.ts', '../engines/process/run-in-process.ts'],
  ['load/k6/journey.ts', '../runner/run.ts'],
  ['load/targets/process.ts', '../../reference-services/kit/serve.ts'],
  ['load/containers/engine.ts', '../targets/target.ts'],
  ['load/containers/engine.ts', '../backing/backing.ts'],
  ['load/probes/memory.ts', '../backing/backing.ts'],
  ['load/telemetry/push.ts', '../runner/progress.ts'],
  ['load/telemetry/push.ts', '../../reports/read-result.ts'],
  ['load/scenarios/booking-journey.ts', '../subjects/subject.ts'],
  ['load/suites/quick.ts', '../runner/run.ts'],
  ['load/subjects/booking-platform/seed.ts', '../../engines/engine.ts'],
  ['load/runner/run.ts', '../../cli/io.ts'],
  ['load/runner/run.ts', '../../reports/read-result.ts'],
  ['load/benchmarks/kit-cost.ts', '../../reference-services/kit/serve.ts'],
  ['dashboards/boards.ts', '../load/suites/budgets.ts'],
  ['dashboards/check/judge.ts', '../../load/runner/run.ts'],
  ['dashboards/promql/services.ts', '../../reference-services/kit/serve.ts'],
  ['dashboards/promql/services.ts', '../../reference-services/gateway/app.ts'],
  ['dashboards/boards.ts', '../cli/io.ts'],
  ['reports/read-result.ts', '../load/runner/run.ts'],
  ['reports/render/html/html.ts', '../../../load/engines/engine.ts'],
  ['reports/read-result.ts', '../load/telemetry/push.ts'],
  ['reports/read-result.ts', '../cli/io.ts'],
  ['reference-services/kit/serve.ts', '../../load/model/figure.ts'],
  ['reference-services/kit/serve.ts', '../../cli/io.ts'],
  ['reference-services/kit/serve.ts', '@opentelemetry/api'],
  ['reference-services/kit/tracing/otel/otel-span.ts', '../../../../load/model/figure.ts'],
  ['reference-services/web/src/app.tsx', 'node:fs'],
  ['reference-services/web/src/app.tsx', '../../kit/serve.ts'],
])('%s may not import %s', (file, imported) => {
  expect(lint(file, imported)).not.toBe('');
});

test.each([
  ['load/engines/paced/main.ts', '../../model/ledger.ts'],
  ['load/engines/paced/main.ts', '../../../stats/t-interval.ts'],
  ['load/k6/journey.ts', 'k6/http'],
  ['load/k6/journey.ts', './steps.ts'],
  ['load/k6/journey.ts', '../engines/paced/draw.ts'],
  ['load/targets/containers.ts', '../containers/engine.ts'],
  ['load/probes/browser/visits.ts', '../../../browser/chromium.ts'],
  ['reports/testing/browser.ts', '../../browser/chromium.ts'],
  ['reference-services/testing/browser.ts', '../../browser/chromium.ts'],
  ['load/runner/run.ts', '../engines/engine.ts'],
  ['load/benchmarks/gateway-hop.ts', '../engines/paced.ts'],
  ['load/subjects/booking-platform/seed.ts', '../../scenarios/booking-journey.ts'],
  ['dashboards/services/requests.ts', '../../load/model/limits.ts'],
  ['dashboards/promql/services.ts', '../../reference-services/kit/metrics.ts'],
  ['reports/read-result.ts', '../load/model/result.ts'],
  ['reference-services/bookings/routes.ts', '../kit/server.ts'],
  ['cli/commands/run.ts', '../../load/runner/run-suite.ts'],
  ['reference-services/kit/tracing/otel/otel-span.ts', '@opentelemetry/api'],
  ['reference-services/web/src/pages/browse.tsx', '../../pages.ts'],
  ['reference-services/web/src/pages/bookings.tsx', '../api/bookings.ts'],
])('%s may import %s', (file, imported) => {
  expect(lint(file, imported)).toBe('');
});

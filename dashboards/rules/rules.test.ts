import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { limits } from '../../load/model/limits.ts';
import { lacks } from '../../load/backing/needs.fixture.ts';

const directory = import.meta.dirname;
const ruleFiles = readdirSync(directory).filter((name) => name.endsWith('.yml'));
const testFiles = readdirSync(join(directory, 'tests'));
const textOf = (name: string): string => readFileSync(join(directory, name), 'utf8');
const alerts = textOf('alerts.yml')
  .split(/^ {6}- alert: /m)
  .slice(1);
const cases = testFiles.flatMap((name) =>
  textOf(join('tests', name))
    .split(/^ {2}- name: /m)
    .slice(1),
);

/** seriesOf: the names of the series that a case gives. */
function seriesOf(text: string): readonly string[] {
  return [...text.matchAll(/series: '(\w+)\{/g)].flatMap(([, name]) => name ?? []);
}

const noPromtool = lacks('promtool', spawnSync('promtool', ['--version']).status === 0);

describe.skipIf(noPromtool)('with promtool', () => {
  test.each(ruleFiles)('%s holds rules that Prometheus takes', (name) => {
    const args = ['check', 'rules', '--lint=all', '--lint-fatal', name];
    expect(execFileSync('promtool', args, { cwd: directory, encoding: 'utf8' })).toContain('SUCCESS');
  });

  test.each(testFiles)('the rules come to what %s says, firing and silent', (name) => {
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', join('tests', name)], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect({ status, said: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  });
});

test.each(alerts.map((text) => [text.split('\n')[0] ?? '', text] as const))(
  'the alert %s says what is wrong, how bad it is and what to do first',
  (_, text) => {
    for (const key of ['severity: (page|ticket)', "summary: '.", "description: '.", "runbook: '."]) {
      expect(text).toMatch(new RegExp(`^ +${key}`, 'm'));
    }
  },
);

test.each(alerts.map((text) => text.split('\n')[0] ?? ''))(
  'the alert %s is tried, and is silent in another case of the same series',
  (name) => {
    const firing = cases.filter((text) => text.includes(`alertname="${name}"`));
    const silent = cases.filter((text) => text.includes('ALERTS{') && !firing.includes(text));
    expect(firing).not.toEqual([]);
    const ofSameSeries = silent.filter((text) =>
      firing.some((fires) => seriesOf(fires).every((series) => seriesOf(text).includes(series))),
    );
    expect(ofSameSeries).not.toEqual([]);
  },
);

test('objectives and limits in the rules are the budgets of the suites', () => {
  expect(textOf('slo.yml')).toContain(`le="${limits.responseTimeP99Ms / 1000}"`);
  expect(textOf('slo.yml')).not.toMatch(new RegExp(`le="(?!${limits.responseTimeP99Ms / 1000}")`));
  expect(textOf('alerts.yml')).toContain(`bytes > ${limits.residentMemoryBytes / 1024 / 1024} * 1024 * 1024`);
});

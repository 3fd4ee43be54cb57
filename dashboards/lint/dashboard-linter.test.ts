import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lacks } from '../../load/model/needs.fixture.ts';
import { provisionedFiles } from '../provisioned.ts';

const program = 'dashboard-linter';
const limitMs = 20_000;
const excluding = join(import.meta.dirname, 'dashboard-linter.yml');
const absent = lacks(program, spawnSync(program, ['--help'], { timeout: limitMs }).status === 0);

/** lint gives what Grafana's own linter says of a dashboard: nothing where all is well. */
function lint(text: string, config: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'dashboard.json');
  writeFileSync(path, text);
  const args = ['lint', '--strict', '--config', config, path];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: limitMs });
  return status === 0 ? '' : stdout + stderr;
}

describe.skipIf(absent)('dashboard-linter itself', () => {
  test.each(provisionedFiles())('finds nothing in $name', ({ text }) => {
    expect(lint(text, excluding)).toBe('');
  });

  test.each(['run.json', 'compare.json'])('finds in %s no more than what is excluded', (name) => {
    const { text = '' } = provisionedFiles().find((file) => file.name === name) ?? {};
    const said = lint(text, 'none.yml');
    expect(said).toContain('is missing the job template');
    expect(said).toContain('is missing the instance template');
    expect(said).toContain('job selector not found');
    expect(said).toContain('instance selector not found');
  });

  test('finds a panel without a unit', () => {
    const [file] = provisionedFiles();
    expect(lint((file?.text ?? '').replaceAll('"unit": "reqps"', '"unit": ""'), excluding)).toContain('unit');
  });
});

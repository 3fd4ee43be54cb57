import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeResult } from '../../load/runner/write-result.ts';
import { abortedResult, brokenResult, completeResult } from '../../reports/testing/fixture-results.ts';
import { rehearse } from '../program.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rehearse-report-'));
  const results = { first: completeResult(), second: brokenResult(), 'other/first': abortedResult() };
  for (const [name, result] of Object.entries(results)) await writeResult(result, await made(name));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('several results go into a directory of their own, with a table on the screen and no verdict', async () => {
  const { exitCode, out, err } = await run('report', 'first', 'second');
  expect(exitCode).toBe(0);
  expect(out).toMatch(/\[1\] first · quick · complete/);
  expect(out).toMatch(/response time p99 +12\.5 ms .*171 ms .*× 13\.7/);
  const [own] = await readdir(join(directory, 'comparisons'));
  expect(own).toMatch(/^\d{4}-\d\d-\d\dT\d{6}Z-2-results$/);
  expect(err).toContain(`report: comparisons/${own}/report.html`);
  expect((await readdir(join(directory, 'comparisons', own ?? ''))).sort()).toEqual([
    'report.html',
    'report.md',
  ]);
});

test('several results give the same bytes again', async () => {
  for (const out of ['once', 'again']) await run('report', 'first', 'second', '--out', out);
  for (const file of ['report.html', 'report.md']) {
    const [once, again] = await Promise.all(
      ['once', 'again'].map((out) => readFile(join(directory, out, file), 'utf8')),
    );
    expect(again).toBe(once);
  }
});

test('results of one name are told apart by a number', async () => {
  const { out } = await run('report', 'first', 'other/first/result.json', 'second', '--out', 'named');
  expect(out).toMatch(/\[1\] first \(1\) .*\n\[2\] first \(2\) .*\n\[3\] second /);
});

test('one result that cannot be read ends the comparison before anything is written', async () => {
  const { exitCode, err } = await run('report', 'first', 'nowhere', '--out', 'unwritten');
  expect(exitCode).toBe(2);
  expect(err).toMatch(/^rehearse: There is no result at .*nowhere/);
  expect(await readdir(directory)).not.toContain('unwritten');
});

async function made(name: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(path, { recursive: true });
  return path;
}

async function run(...args: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const exitCode = await rehearse(args, {
    out: into('out'),
    err: into('err'),
    env: {},
    workingDirectory: directory,
    terminal: { columns: 120, color: false },
    interrupted: new AbortController().signal,
  });
  return { exitCode, ...texts };
}

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../load/model/problem.ts';
import { resultSchemaVersion } from '../load/model/result.ts';
import { readResult } from './read-result.ts';
import {
  abortedResult,
  brokenResult,
  completeResult,
  failedResult,
  invalidResult,
} from './testing/fixture-results.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'rehearse-read-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('reading a stored result', () => {
  it.each([
    ['complete', completeResult],
    ['broken', brokenResult],
    ['aborted', abortedResult],
    ['failed', failedResult],
    ['invalid', invalidResult],
  ])('gives back a result that is %s as it was written', async (_, make) => {
    const file = await store(JSON.stringify(make(), null, 2));
    expect(await readResult(file)).toEqual(make());
  });

  it('takes the directory of a run, and a symbolic link to it', async () => {
    await mkdir(path.join(directory, 'run'));
    await writeFile(path.join(directory, 'run', 'result.json'), JSON.stringify(completeResult()));
    await symlink('run', path.join(directory, 'latest'));
    expect((await readResult(path.join(directory, 'run'))).suite).toBe('quick');
    expect((await readResult(path.join(directory, 'latest'))).suite).toBe('quick');
  });
});

describe('a result that cannot be read', () => {
  const complete = completeResult();
  const misshapen = { ...complete, environment: { ...complete.environment, cores: 'two' } };
  const unknownField = { ...complete, surprise: 1 };

  it.each([
    ['empty', '', /is empty\./],
    ['only white space', ' \n', /is empty\./],
    ['truncated', JSON.stringify(complete).slice(0, 900), /truncated or damaged \(900 characters\)/],
    ['JSON of another program', '{"version": 3}', /is not a result of rehearse/],
    ['JSON without a schema version', '{"tool": "rehearse"}', /is not a result of rehearse/],
    ['null', 'null', /is not a result of rehearse/],
    ['a list', '[1, 2]', /is not a result of rehearse/],
    [
      'newer',
      JSON.stringify({ ...complete, schemaVersion: 99 }),
      new RegExp(`schema version 99, newer than the version ${resultSchemaVersion} that this rehearse reads`),
    ],
    [
      'older',
      JSON.stringify({ ...complete, schemaVersion: 0 }),
      new RegExp(`schema version 0, older than the version ${resultSchemaVersion}`),
    ],
    [
      'misshapen',
      JSON.stringify(misshapen),
      /does not follow the result schema at environment\.cores: .*number/,
    ],
    ['extended by a stranger', JSON.stringify(unknownField), /at the top: .*surprise/],
    ['of an unknown state', JSON.stringify({ ...complete, state: 'fine' }), /at state: /],
  ])('is told in one line when it is %s', async (_, text, expected) => {
    const file = await store(text);
    const problem = await problemOf(readResult(file));
    expect(problem).toMatchObject({ kind: 'usage', message: expect.stringMatching(expected) as string });
    expect(problem.message).toContain(file);
    expect(problem.message).not.toContain('\n');
    expect(problem.next).toMatch(/\S/);
  });

  it.each(['nowhere', 'nowhere/result.json'])(
    'is told in one line when %s does not exist',
    async (missing) => {
      const problem = await problemOf(readResult(path.join(directory, missing)));
      expect(problem.kind).toBe('usage');
      expect(problem.message).toBe(`There is no result at ${path.join(directory, missing)}.`);
    },
  );

  it('is told in one line for a directory without a result and for a link to nothing', async () => {
    await symlink('gone', path.join(directory, 'latest'));
    expect((await problemOf(readResult(directory))).message).toContain(path.join(directory, 'result.json'));
    expect((await problemOf(readResult(path.join(directory, 'latest')))).message).toMatch(
      /There is no result/,
    );
  });

  it('is told in one line when the place of the file is taken by a directory', async () => {
    await mkdir(path.join(directory, 'result.json'));
    expect((await problemOf(readResult(directory))).message).toMatch(/cannot be read \(EISDIR\)/);
  });
});

async function store(text: string): Promise<string> {
  const file = path.join(directory, 'result.json');
  await writeFile(file, text);
  return file;
}

async function problemOf(reading: Promise<unknown>): Promise<Problem> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`expected a Problem, got ${String(error)}`);
  return error;
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lacks } from '../../model/needs.fixture.ts';
import { programOnPath } from '../../model/on-path.ts';
import { chromiumOnPath } from '../../../browser/chromium.ts';
import { Visits } from '../../probes/browser/visits.ts';
import { type PreparedRun, prepareRun } from '../testing/prepared-run.ts';
import { expectVisits, visitedBy } from '../testing/visited-load.ts';

const file = chromiumOnPath();

describe.skipIf(lacks('chromium', file !== undefined))('a browser during a steady load (chromium)', () => {
  let prepared: PreparedRun;
  beforeAll(async () => {
    prepared = await prepareRun();
  }, 60_000);
  afterAll(() => prepared?.[Symbol.asyncDispose]());

  test('tells what people feel, and what it books is in the account', async () => {
    await expectVisits(file!, prepared);
  }, 60_000);

  test('that does not come up ends the experiment with its name, and leaves nothing', async () => {
    await expect(visitedBy('/bin/false', prepared)).rejects.toMatchObject({
      name: 'Problem',
      kind: 'harness',
      message: 'the browser /bin/false did not come up.',
    });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('rehearse-web-'))).toEqual([]);
  }, 60_000);

  test('comes after the load where they share cores', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rehearse-test-browser-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const [program, told] = [join(directory, 'browser'), join(directory, 'told')];
    // The 41st field is the policy by which it gets its share of the cores (proc_pid_stat(5)).
    const tells = `nice > ${told}\ncut -d' ' -f41 /proc/self/stat >> ${told}`;
    writeFileSync(program, `#!/bin/sh\n${tells}\nexit 1\n`, { mode: 0o755 });
    const { run } = prepared;
    const nowhere = { entryUrl: 'http://127.0.0.1:9', pages: [], clock: run.clock };
    await expect(Visits.prepare({ executablePath: program, ...nowhere }, run.guard)).rejects.toThrow(
      'did not come up',
    );
    const idlePolicy = programOnPath('chrt') === undefined ? 0 : 5;
    expect(readFileSync(told, 'utf8')).toBe(`${Math.min(19, getPriority() + 10)}\n${idlePolicy}\n`);
  });
});

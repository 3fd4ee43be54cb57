import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { hasRealTime, mayTakeRealTime, takeRealTime, thisThread } from './real-time.ts';

const allowed = await mayTakeRealTime();

async function sleeping(): Promise<number> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await once(child, 'spawn');
  return child.pid!;
}

/** policyOf: field 41 of proc_pid_stat(5); 0 is that of everybody, 1 is SCHED_FIFO. */
const policyOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[38]!;

test.skipIf(!allowed)('threads are given real-time priority', async () => {
  const pid = await sleeping();
  expect(policyOf(pid)).toBe('0');
  expect(await takeRealTime([pid])).toBe(true);
  expect(policyOf(pid)).toBe('1');
});

test('a thread that is not known or gone is none that was given it', async () => {
  expect(await takeRealTime([undefined])).toBe(false);
  expect(await takeRealTime([2 ** 30])).toBe(false);
});

test('this process has none, and knows its thread', () => {
  expect(hasRealTime()).toBe(false);
  expect(thisThread()).toBeGreaterThan(0);
});

import { execa } from 'execa';
import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { lacks } from '../backing/needs.fixture.ts';
import { allowedCores } from '../engines/process/cores.ts';
import { pinAll, planPinning, pinningText } from './pinning.ts';

const lacksTaskset = lacks('taskset', spawnSync('taskset', ['--version']).status === 0);

test('the generator has one core in four for itself, where there are enough', () => {
  expect(planPinning([0, 1, 2, 3])).toEqual({ pinned: true, generatorCores: [3], otherCores: [0, 1, 2] });
  expect(planPinning([0, 1, 2, 3, 4, 5, 6, 7])).toMatchObject({ generatorCores: [6, 7] });
  expect(planPinning([2, 3, 8, 9, 10])).toMatchObject({ generatorCores: [10], otherCores: [2, 3, 8, 9] });
});

test('where there are too few, nothing is pinned, and that is said', () => {
  expect(pinningText(planPinning([0, 1]))).toBe(
    'not pinned: 2 cores are too few to keep generator and services apart, which takes 4',
  );
  expect(pinningText(planPinning([0, 1, 2, 3]))).toBe('generator on cores 3, all else on 0,1,2');
});

test.skipIf(lacksTaskset)(
  'what a generator has started before is moved with it (needs taskset)',
  async () => {
    const [core = 0] = allowedCores();
    const script =
      "const { pid } = require('child_process').spawn('sleep', ['20'], {stdio: 'inherit'}); console.log(pid); setTimeout(() => {}, 20000)";
    const parent = execa(process.execPath, ['-e', script], { reject: false, detached: true });
    onTestFinished(() => void process.kill(-parent.pid!, 'SIGKILL'));
    const childPid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
    });
    expect(await pinAll(parent.pid!, [core])).toBe(true);
    expect([parent.pid!, childPid].map((pid) => allowedCores(pid))).toEqual([[core], [core]]);
  },
);

import { execa } from 'execa';
import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { allowedCores, parseCoreList, pin, pinThread } from './cores.ts';

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

test("the kernel's lists of cores are read", () => {
  expect(parseCoreList('0-2,5,7-8')).toEqual([0, 1, 2, 5, 7, 8]);
  expect(parseCoreList('')).toEqual([]);
});

test.skipIf(!hasTaskset)('a process is moved, with what it starts afterwards (needs taskset)', async () => {
  const [core = 0] = allowedCores();
  const script =
    "process.stdin.once('data', () => require('child_process').spawn('sleep', ['20'], {stdio: 'inherit'}).on('spawn', function () { console.log(this.pid) }))";
  const parent = execa(process.execPath, ['-e', script], { reject: false, detached: true });
  onTestFinished(() => void process.kill(-parent.pid!, 'SIGKILL'));
  expect(await pin(parent.pid!, [core])).toBe(true);
  expect(allowedCores(parent.pid)).toEqual([core]);
  parent.stdin.write('go\n');
  const childPid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
  });
  expect(allowedCores(childPid)).toEqual([core]);
});

test('a process that is gone cannot be moved', async () => {
  expect(await pin(2 ** 22 - 1, [0])).toBe(false);
  expect(allowedCores(2 ** 22 - 1)).toEqual([]);
});

test.skipIf(!hasTaskset)('a thread is moved alone (needs taskset)', async () => {
  const cores = allowedCores();
  const core = cores.at(-1)!;
  const script = `const { Worker } = require('worker_threads');
    new Worker("setTimeout(() => {}, 20000); console.log(require('fs').readlinkSync('/proc/thread-self').split('/').at(-1))", { eval: true })`;
  const parent = execa(process.execPath, ['-e', script], { reject: false });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const thread = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
  });
  expect(await pinThread(thread, core)).toBe(true);
  expect(allowedCores(thread)).toEqual([core]);
  expect(allowedCores(parent.pid)).toEqual(cores);
});

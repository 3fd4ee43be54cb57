import { execa } from 'execa';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readTree, usedBetween, type Tree } from './process-tree.ts';

const harness = 10;
const keeper = 20;

test('what runs is counted from its last look, and what is new from its start', () => {
  const before = tree([harness, 1, 5]);
  const after = tree([harness, 1, 6], [11, harness, 0.5]);
  expect(usedBetween(before, after)).toBe(1.5);
});

test('a child that was waited for is in the time of its parent, and counts once', () => {
  const before = tree([harness, 1, 5], [11, harness, 3]);
  const after = tree([harness, 1, 8.25]);
  expect(usedBetween(before, after)).toBe(0.25);
});

test('a whole branch that ended is in the time of the one above it, and counts once', () => {
  const before = tree([harness, 1, 5], [11, harness, 1], [12, 11, 3]);
  expect(usedBetween(before, tree([harness, 1, 9.5]))).toBe(0.5);
});

test("a container that ends takes none of the others' time along, be its keeper there or not", () => {
  const before = tree([harness, 1, 5], [keeper, 1, 0.5], [21, keeper, 3]);
  expect(usedBetween(before, tree([harness, 1, 6]))).toBe(1);
  expect(usedBetween(before, tree([harness, 1, 6], [keeper, 1, 3.75]))).toBe(1.25);
});

test('the tree of a process has what it started, and of what has ended nothing', async () => {
  const child = execa('sh', ['-c', 'sleep 30 & wait'], { reject: false });
  onTestFinished(() => void child.kill('SIGKILL'));
  const sleeping = await vi.waitFor(() => {
    const below = readTree([child.pid!]);
    expect(below?.size).toBe(2);
    return [...below!.keys()].find((pid) => pid !== child.pid)!;
  });
  process.kill(sleeping, 'SIGKILL');
  await child;
  expect(readTree([child.pid!])?.size).toBe(0);
});

function tree(...processes: readonly (readonly [pid: number, parent: number, cpuSeconds: number])[]): Tree {
  return new Map(processes.map(([pid, parent, cpuSeconds]) => [pid, { parent, cpuSeconds }]));
}

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Reaper, startReaper } from '../../targets/reaper.ts';
import { isDead, processStat } from '../../targets/proc-stat.ts';
import { startNeighbours } from './neighbours.ts';

let reaper: Reaper;
beforeAll(async () => void (reaper = await startReaper()));
afterAll(() => reaper.close());

function guardThatTells() {
  const pids: number[] = [];
  const guard = {
    environment: reaper.environment,
    adopt: (pid: number) => {
      pids.push(pid);
      reaper.adopt(pid);
    },
    release: (pid: number) => reaper.release(pid),
  } as unknown as Reaper;
  return { guard, pids };
}

const runs = (pid: number) => {
  const stat = processStat(pid);
  return stat !== undefined && !isDead(stat);
};

test('busy neighbours are one per core, use what they can get, and are gone when they are ended', async () => {
  const { guard, pids } = guardThatTells();
  const neighbours = await startNeighbours(guard, 20_000);
  onTestFinished(() => neighbours.end());
  expect(pids).toHaveLength(neighbours.processes);
  await expect.poll(() => neighbours.cpuShare()).toBeGreaterThan(0.05);
  await neighbours.end();
  expect(pids.filter(runs)).toEqual([]);
});

test('neighbours that do not run are seen to have had nothing', async () => {
  const { guard, pids } = guardThatTells();
  const neighbours = await startNeighbours(guard, 20_000);
  onTestFinished(() => neighbours.end());
  await expect.poll(() => neighbours.cpuShare()).toBeGreaterThan(0.05);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  const before = neighbours.cpuShare();
  await expect.poll(() => neighbours.cpuShare(), { timeout: 10_000 }).toBeLessThan(before / 2);
});

test('neighbours end by themselves when their time is over', async () => {
  const { guard, pids } = guardThatTells();
  const neighbours = await startNeighbours(guard, 3_000);
  onTestFinished(() => neighbours.end());
  await expect.poll(() => pids.filter(runs), { timeout: 10_000 }).toEqual([]);
});

import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { machineProbe, parseCpuTicks, watchMachine, type Look } from './machine.ts';

test('waiting for a disk is idle, and guests are counted once', () => {
  const text = 'cpu  100 10 50 800 40 5 5 20 30 3\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
  expect(parseCpuTicks(text)).toEqual({ cores: 1, busy: 170, steal: 20, all: 1030 });
});

test('an old kernel without later fields is read, and what is no such file is not', () => {
  expect(parseCpuTicks('cpu  1 2 3 4\n')).toEqual({ cores: 0, busy: 6, steal: null, all: 10 });
  expect(parseCpuTicks('nothing')).toBeUndefined();
  expect(parseCpuTicks('cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n')).toBeUndefined();
});

test('the machine is told from the run: a busy stranger is foreign, a busy child of ours is not', async () => {
  const spin = 'const until = Date.now() + 20_000; while (Date.now() < until);';
  const child = execa(process.execPath, ['-e', spin], { reject: false });
  onTestFinished(() => void child.kill('SIGKILL'));
  const own = await foreignCoresOver(2);
  child.kill('SIGKILL');
  await child;
  const strangerPid = await orphan(spin);
  onTestFinished(() => end(strangerPid));
  const foreign = await foreignCoresOver(2);
  end(strangerPid);
  expect(foreign).toBeGreaterThan(own + 0.3);
});

test('a wall clock that is set is seen as a jump, once, and with its direction', async () => {
  let shiftMs = 0;
  const watch = watchMachine(
    startRunClock(),
    () => Date.now() + shiftMs,
    () => undefined,
  );
  shiftMs = -3_600_000;
  await delay(1100);
  const { clockJumps, blind, stealBlind } = await watch.finish();
  expect(clockJumps).toHaveLength(1);
  expect(clockJumps[0]?.byMs).toBeCloseTo(-3_600_000, -2);
  expect(blind).toBe('this system has no /proc/stat that counts');
  expect(stealBlind).toBe(blind);
});

test('a machine of whose cores only some may be used cannot be judged, and says so', async () => {
  const ticks = { cores: 999, busy: 0, steal: 0, all: 1 };
  const look = (): Look => ({ ticks, own: new Map() });
  const { blind } = await watchMachine(startRunClock(), Date.now, look).finish();
  expect(blind).toContain('/proc/stat tells of 999 cores');
});

test('a kernel that does not tell of stolen time makes that guard blind, and no other', async () => {
  const watchOf = (steal: number | null) => {
    const ticks = { cores: availableParallelism(), busy: 0, steal, all: 1 };
    return watchMachine(startRunClock(), Date.now, () => ({ ticks, own: new Map() })).finish();
  };
  expect(await watchOf(null)).toMatchObject({ blind: null, stealBlind: '/proc/stat does not tell of it' });
  expect(await watchOf(0)).toMatchObject({ blind: null, stealBlind: null });
});

/** foreignCoresOver watches until there are so many points, and gives their mean. */
async function foreignCoresOver(count: number): Promise<number> {
  const probe = machineProbe.start(() => [], startRunClock());
  await delay(count * 1000 + 200);
  const { points } = await probe.finish();
  expect(points.length).toBeGreaterThan(0);
  return points.reduce((sum, { foreignCores }) => sum + foreignCores, 0) / points.length;
}

/** orphan starts a program whose parent ends at once, so that it is nobody's child of ours. */
async function orphan(script: string): Promise<number> {
  const { stdout } = await execa('sh', [
    '-c',
    '"$0" -e "$1" >/dev/null 2>&1 & echo $!',
    process.execPath,
    script,
  ]);
  return Number(stdout);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isDead, parseProcessStat, processStat } from './proc-stat.ts';
import { ours } from './reaper-end.ts';
import type { Adoption } from './reaper-messages.ts';
import { startReaper } from './reaper.ts';

const fixture = fileURLToPath(new URL('reaper.fixture.ts', import.meta.url));

interface Facts {
  readonly reaper: number;
  readonly child: number;
  readonly directory: string;
  readonly said: string;
}

async function startHarness(child: string, end: string): Promise<{ harness: ChildProcess; facts: Facts }> {
  const harness = spawn(process.execPath, [fixture, child, end], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  onTestFinished(() => void harness.kill('SIGKILL'));
  const [line] = (await once(harness.stdout, 'data')) as [Buffer];
  const facts = JSON.parse(String(line)) as Facts;
  return { harness, facts };
}

const runs = (pid: number) => {
  const stat = processStat(pid);
  return stat !== undefined && !isDead(stat);
};

async function within(limitMs: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const untilMs = performance.now() + limitMs;
  while (performance.now() < untilMs) {
    if (await condition()) return true;
    await delay(20);
  }
  return false;
}

const allGone = ({ reaper, child, directory, said }: Facts) =>
  within(5_000, () => {
    const stray = Number(said);
    const strayRuns = stray > 0 && runs(stray);
    return !runs(child) && !strayRuns && !runs(reaper) && !existsSync(directory);
  });

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('the reaper leaves nothing for longer than 5 s', () => {
  test.each(['exit', 'throw'])('when the harness ends by %s', async (end) => {
    const { facts } = await startHarness('waits', end);
    expect(await allGone(facts)).toBe(true);
  });

  test('when the harness is killed, and the port of its child is free again', async () => {
    const { harness, facts } = await startHarness('listens', 'wait');
    expect(await accepts(Number(facts.said))).toBe(true);
    harness.kill('SIGKILL');
    expect(await allGone({ ...facts, said: '' })).toBe(true);
    expect(await accepts(Number(facts.said))).toBe(false);
  });

  test('when the harness is killed right after it adopted', async () => {
    const { facts } = await startHarness('waits', 'kill');
    expect(await allGone(facts)).toBe(true);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('when %s is sent to the whole group', async (signal) => {
    const { harness, facts } = await startHarness('waits', 'wait');
    process.kill(-harness.pid!, signal);
    expect(await allGone(facts)).toBe(true);
  });

  test('of a child that ignores SIGTERM', async () => {
    const { harness, facts } = await startHarness('ignores', 'wait');
    harness.kill('SIGKILL');
    expect(await allGone(facts)).toBe(true);
  });

  test('of a child in the group of an adopted process, even one that ignores SIGTERM', async () => {
    const { harness, facts } = await startHarness('forks', 'wait');
    expect(runs(Number(facts.said))).toBe(true);
    harness.kill('SIGKILL');
    expect(await allGone(facts)).toBe(true);
  });

  test('of a child that went into a session of its own', async () => {
    const { harness, facts } = await startHarness('strays', 'wait');
    expect(runs(Number(facts.said))).toBe(true);
    harness.kill('SIGKILL');
    expect(await allGone(facts)).toBe(true);
  });
});

test('what was released is left alone', async () => {
  const reaper = await startReaper();
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const directory = await reaper.makeDirectory('released');
  reaper.adopt(child.pid!);
  reaper.release(child.pid!);
  await reaper.removeDirectory(directory);
  await reaper.close();
  expect(runs(reaper.pid)).toBe(false);
  expect(runs(child.pid!)).toBe(true);
  expect(existsSync(directory)).toBe(false);
});

test('signals do not end the reaper while its harness lives', async () => {
  const reaper = await startReaper();
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  reaper.adopt(child.pid!);
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.kill(reaper.pid, signal);
  await reaper.close();
  expect(await within(5_000, () => !runs(child.pid!))).toBe(true);
});

test('a harness whose reaper was killed starts nothing more', async () => {
  const reaper = await startReaper();
  process.kill(reaper.pid, 'SIGKILL');
  await within(5_000, () => processStat(reaper.pid) === undefined);
  await delay(0);
  expect(() => reaper.adopt(process.pid)).toThrow(/reaper .* has ended/);
  await reaper.close();
});

test('a temporary directory that cannot be made is one line with the next step', async () => {
  const reaper = await startReaper();
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = `${fixture}/below-a-file`;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  await expect(reaper.makeDirectory('x')).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(/^Cannot make a temporary directory in .*: ENOTDIR\.$/) as string,
    next: expect.stringContaining('TMPDIR') as string,
  });
  await reaper.close();
});

const none = () => false;
const process_ = (pid: number, group: number, startTicks: number, state = 'S') => ({
  pid,
  parent: 1,
  group,
  startTicks,
  state,
});

describe('a pid that was given to a stranger', () => {
  const adoption: Adoption = { pid: 100, startTicks: 5_000, group: true, endSignal: 'SIGTERM' };

  test('is not ended, nor is the group that it leads', () => {
    expect(ours([process_(100, 100, 9_000), process_(101, 100, 9_001)], [adoption], none)).toEqual([]);
  });

  test('is told from the adopted one, whose group ends with it', () => {
    const all = [process_(100, 100, 5_000), process_(101, 100, 5_100), process_(102, 102, 5_200)];
    expect(ours(all, [adoption], none).map(({ pid }) => pid)).toEqual([100, 101]);
  });

  test('is told from a leader that is dead while its group lives on', () => {
    const all = [process_(100, 100, 5_000, 'Z'), process_(101, 100, 5_100)];
    expect(ours(all, [adoption], none).map(({ pid }) => pid)).toEqual([101]);
    expect(ours(all.slice(1), [adoption], none).map(({ pid }) => pid)).toEqual([101]);
  });

  test('in a group that this process does not lead is ended alone', () => {
    const alone = { ...adoption, group: false };
    const all = [process_(100, 50, 5_000), process_(101, 100, 5_100), process_(50, 50, 1)];
    expect(ours(all, [alone], none).map(({ pid }) => pid)).toEqual([100]);
  });
});

test('a command with spaces and parentheses in its name is read right', () => {
  const line = `42 (a) b (c) S 1 7 7 0 -1 4194304 1 0 0 0 10 20 0 0 20 0 1 0 12345 1 1`;
  expect(parseProcessStat(line)).toEqual({ pid: 42, state: 'S', parent: 1, group: 7, startTicks: 12345 });
});

import { execa } from 'execa';
import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { monotonicMs } from '../../engines/paced/monotonic.ts';
import { allowedCores } from '../../engines/process/cores.ts';
import { mayTakeRealTime, realTimePriority } from '../../engines/process/real-time.ts';
import { united, watchStandstill } from './standstill.ts';

const allowed = await mayTakeRealTime();
const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** takeCore has somebody who runs before the watchers take a core for so long, as a host would. */
async function takeCore(core: number, forMs: number): Promise<void> {
  const spin = `const end = performance.now() + ${forMs}; while (performance.now() < end);`;
  const priority = String(realTimePriority.watcher + 1);
  await execa('taskset', ['-c', String(core), 'chrt', '-f', priority, process.execPath, '-e', spin]);
}

test.skipIf(!allowed || !hasTaskset)(
  'a core that is taken away is seen, for as long as it was, and in the count alone in which it was (needs taskset)',
  async () => {
    const watch = await watchStandstill();
    onTestFinished(() => watch?.[Symbol.asyncDispose]());
    const [core = 0] = allowedCores();
    const beganMs = monotonicMs();
    const end = watch!.begin();
    await takeCore(core, 150);
    const taken = end();
    expect(taken.longestMs).toBeGreaterThanOrEqual(140);
    expect(taken.share).toBeGreaterThan(0);
    const longest = taken.intervals.reduce((a, b) => (b.toMs - b.fromMs > a.toMs - a.fromMs ? b : a));
    expect(longest.toMs - longest.fromMs).toBe(taken.longestMs);
    expect(longest.fromMs).toBeGreaterThanOrEqual(beganMs);
    expect(longest.toMs).toBeLessThanOrEqual(monotonicMs());
    const next = watch!.begin();
    expect(next().longestMs).toBeLessThan(140);
  },
);

test.skipIf(!allowed || !hasTaskset)(
  'whoever is busy with a lower priority is no standstill (needs taskset)',
  async () => {
    const watch = await watchStandstill();
    onTestFinished(() => watch?.[Symbol.asyncDispose]());
    const [core = 0] = allowedCores();
    const spin = 'const end = performance.now() + 300; while (performance.now() < end);';
    const end = watch!.begin();
    await execa('taskset', ['-c', String(core), process.execPath, '-e', spin]);
    expect(end().longestMs).toBeLessThan(300);
  },
);

test('standstills of several cores that overlap are one', () => {
  const [one, two, three, four] = [
    [5, 7],
    [1, 3],
    [2, 4],
    [8, 9],
  ].map(([fromMs = 0, toMs = 0]) => ({ fromMs, toMs }));
  expect(united([one!, two!, three!, four!])).toEqual([{ fromMs: 1, toMs: 4 }, one, four]);
  expect(united([{ fromMs: 1, toMs: 9 }, one!])).toEqual([{ fromMs: 1, toMs: 9 }]);
  expect(united([])).toEqual([]);
});

test('where its threads may not run before all others, nobody watches', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await watchStandstill()).toBeUndefined();
});

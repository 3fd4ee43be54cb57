import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { machineProbe, parseCpuTicks } from './machine.ts';

test('waiting for a disk is idle, and guests are counted once', () => {
  const text = 'cpu  100 10 50 800 40 5 5 20 30 3\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
  expect(parseCpuTicks(text)).toEqual({ busy: 170, steal: 20, all: 1030 });
});

test('an old kernel without later fields is read, and what is no such file is not', () => {
  expect(parseCpuTicks('cpu  1 2 3 4\n')).toEqual({ busy: 6, steal: 0, all: 10 });
  expect(parseCpuTicks('nothing')).toBeUndefined();
});

test('the probe looks at the machine again and again until it is finished', async () => {
  const probe = machineProbe.start(() => [], startRunClock());
  const until = performance.now() + 1200;
  while (performance.now() < until) await delay(10);
  const { points, cores } = await probe.finish();
  expect(cores).toBeGreaterThan(0);
  expect(points.length).toBeGreaterThan(0);
  for (const { busyShare, stealShare } of points) {
    expect(busyShare).toBeGreaterThanOrEqual(0);
    expect(busyShare + stealShare).toBeLessThanOrEqual(1);
  }
});

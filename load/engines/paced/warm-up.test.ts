import { expect, test } from 'vitest';
import { runLoad } from '../truth/run-load.ts';
import { startTruthServer } from '../truth/truth-server.ts';
import { slotMs, WarmUpWatch } from './warm-up-watch.ts';

function watched(medianMs: (slot: number) => number, slots: number, budgetMs?: number): boolean[] {
  const watch = new WarmUpWatch(budgetMs);
  return Array.from({ length: slots }, (_, slot) => {
    for (let i = 0; i < 100; i++) {
      watch.scheduled();
      watch.ended('ok', medianMs(slot));
    }
    return watch.closeSlot().steady;
  });
}

test('a load is steady once its median has stopped to fall, and not before a window is full', () => {
  expect(watched(() => 10, 6)).toEqual([false, false, false, false, true, true]);
  const falling = watched((slot) => 10 + 40 * Math.max(0, 1 - slot / 10), 20);
  expect(falling.slice(0, 12)).not.toContain(true);
  expect(falling.at(-1)).toBe(true);
});

test('a change that a budget would not notice is of no account, and without one it is', () => {
  const creeping = (slot: number) => 1 + 0.1 * slot;
  expect(watched(creeping, 20)).not.toContain(true);
  expect(watched(creeping, 20, 40)).toContain(true);
  expect(watched((slot) => 50 - 2 * slot, 20, 40)).not.toContain(true);
});

test('a load that falls further and further behind is never steady', () => {
  expect(watched((slot) => 10 + 10 * slot, 20)).not.toContain(true);
});

test('a slot is a second, or as long as thirty requests take to come', () => {
  expect([slotMs(1000), slotMs(30), slotMs(10)]).toEqual([1000, 1000, 3000]);
});

test('the engine ends a warm-up when the load is steady, and measures for as long as it was asked to', async () => {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  const { observation } = await runLoad(server.url, { warmUpMostMs: 60_000, durationMs: 1000 });
  expect(observation.warmUpEnd).toMatchObject({ steady: true });
  expect(observation.invalidReasons.map(({ guard }) => guard)).not.toContain('warm-up');
  const warmedUpMs = observation.measuredFromMs - observation.startedAtMs;
  expect(warmedUpMs).toBeGreaterThan(4900);
  expect(warmedUpMs).toBeLessThan(59_000);
  expect(observation.measured.ledger.scheduled).toBe(200);
  expect(observation.warmUp.scheduled).toBe(Math.ceil(warmedUpMs / 5 - 1e-6));
  expect(observation.measured.durationMs).toBeCloseTo(1000, 6);
  expect(observation.measured.responseTimeIntervals).toEqual({});
});

test('a load that is not steady at the limit is measured from there, and is invalid', async () => {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  const { observation } = await runLoad(server.url, { warmUpMostMs: 1500, durationMs: 500 });
  expect(observation.warmUpEnd).toMatchObject({ steady: false, reason: expect.stringContaining('window') });
  expect(observation.invalidReasons.map(({ guard }) => guard)).toContain('warm-up');
  expect(observation.measuredFromMs - observation.startedAtMs).toBeCloseTo(1500, 3);
  expect(observation.measured.ledger.scheduled).toBe(100);
});

import { expect, test } from 'vitest';
import type { LoadPlan } from '../../model/load-plan.ts';
import { autocannonEngine } from '../autocannon.ts';
import { pacedEngine } from '../paced.ts';
import { planFor, startLoad } from '../truth/run-load.ts';
import { startTruthServer } from '../truth/truth-server.ts';
import { WarmUpWatch } from './warm-up-watch.ts';

const slotMs = 500;

interface Watched {
  readonly model?: 'open' | 'closed';
  readonly slots: number;
  readonly medianMs?: (slot: number) => number;
  readonly answers?: (slot: number) => number;
  readonly budgetMs?: number;
}

/** watched: whether a load is steady after each slot of half a second, by a window of five. */
function watched({ model = 'open', slots, medianMs, answers, budgetMs }: Watched): boolean[] {
  const watch = new WarmUpWatch(model, 5 * slotMs, 0, budgetMs);
  return Array.from({ length: slots }, (_, slot) => {
    for (let i = 0; i < (answers?.(slot) ?? 100); i++) {
      watch.scheduled();
      watch.ended('ok', medianMs?.(slot) ?? 10);
    }
    watch.look((slot + 1) * slotMs);
    return watch.judge().steady;
  });
}

test('a load is steady once its median has stopped to fall, and not before a window is full', () => {
  expect(watched({ slots: 6 })).toEqual([false, false, false, false, true, true]);
  const falling = watched({ medianMs: (slot) => 10 + 40 * Math.max(0, 1 - slot / 10), slots: 20 });
  expect(falling.slice(0, 12)).not.toContain(true);
  expect(falling.at(-1)).toBe(true);
});

test('a change that a budget would not notice is of no account, and without one it is', () => {
  const creeping = (slot: number) => 1 + 0.1 * slot;
  expect(watched({ medianMs: creeping, slots: 20 })).not.toContain(true);
  expect(watched({ medianMs: creeping, slots: 20, budgetMs: 40 })).toContain(true);
  expect(watched({ medianMs: (slot) => 50 - 2 * slot, slots: 20, budgetMs: 40 })).not.toContain(true);
});

test('a load that falls further and further behind is never steady', () => {
  expect(watched({ medianMs: (slot) => 10 + 10 * slot, slots: 20 })).not.toContain(true);
});

test('in a closed load it is the answers per second that must stop to grow; in an open one arrivals may come as they like', () => {
  const growing = (slot: number) => 100 + 20 * Math.min(slot, 10);
  const closed = watched({ model: 'closed', answers: growing, slots: 20 });
  expect(closed.slice(0, 12)).not.toContain(true);
  expect(closed.at(-1)).toBe(true);
  expect(watched({ answers: growing, slots: 6 }).at(-1)).toBe(true);
});

test('where requests are rare, a value is of as many looks as thirty of them take', () => {
  const steady = watched({ answers: () => 10, slots: 15 });
  expect(steady.slice(0, 14)).not.toContain(true);
  expect(steady.at(-1)).toBe(true);
});

const engines = [
  ['paced', pacedEngine, {}],
  ['autocannon', autocannonEngine, { load: { model: 'closed', connections: 10 } }],
] as const;

test.each(engines)(
  '%s ends a warm-up when the load is steady, and measures for as long as it was asked to',
  async (_name, engine, closed) => {
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const untilSteady = { windowMs: 1000, mostMs: 60_000 };
    const plan: LoadPlan = {
      ...planFor(server.url),
      warmUpMs: 1200,
      untilSteady,
      durationMs: 1000,
      ...closed,
    };
    const { observation } = await (await engine.start(plan)).finished;
    expect(observation.warmUpEnd, observation.warmUpEnd?.reason).toMatchObject({ steady: true });
    expect(observation.invalidReasons.map(({ guard }) => guard)).not.toContain('warm-up');
    const warmedUpMs = observation.measuredFromMs - observation.startedAtMs;
    expect(warmedUpMs).toBeGreaterThanOrEqual(1200);
    expect(warmedUpMs).toBeLessThan(59_000);
    expect(observation.measured.durationMs).toBeCloseTo(1000, 6);
    if (engine !== pacedEngine) return;
    expect(observation.measured.ledger.scheduled).toBe(200);
    expect(observation.warmUp.scheduled).toBe(Math.ceil(warmedUpMs / 5 - 1e-6));
  },
);

test.each(engines)(
  '%s measures a load that is not steady at the limit from there, and it is invalid',
  async (_name, engine, closed) => {
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const untilSteady = { windowMs: 5000, mostMs: 900 };
    const plan: LoadPlan = { ...planFor(server.url), untilSteady, ...closed };
    const { observation } = await (await engine.start(plan)).finished;
    expect(observation.warmUpEnd).toMatchObject({
      steady: false,
      reason: expect.stringContaining('window'),
    });
    expect(observation.invalidReasons.map(({ guard }) => guard)).toContain('warm-up');
    expect(observation.measuredFromMs - observation.startedAtMs).toBeCloseTo(900, 3);
    expect(observation.measured.durationMs).toBeCloseTo(500, 6);
  },
);

test('a load that is stopped before it is steady ends there, unsteady and with nothing measured', async () => {
  await using server = await startTruthServer('delayed', { delayMs: 20 });
  const warmingUp = Promise.withResolvers<void>();
  const untilSteady = { windowMs: 30_000, mostMs: 60_000 };
  await using load = await startLoad(planFor(server.url, { untilSteady }), () => warmingUp.resolve());
  await warmingUp.promise;
  const { observation } = await load.stop();
  expect(observation.warmUpEnd).toMatchObject({ steady: false });
  expect(observation.measured.ledger.scheduled).toBe(0);
  expect(observation.invalidReasons.map(({ guard }) => guard)).toEqual(['warm-up']);
  expect(observation.invalidReasons[0]?.message).toContain('not steady when it was stopped');
  expect(observation.measuredFromMs).toBeLessThanOrEqual(observation.endedAtMs);
  expect(observation.warmUp.scheduled).toBe(observation.warmUp.ok);
  expect(observation.warmUp.scheduled).toBeGreaterThan(100);
});

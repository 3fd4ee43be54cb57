import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { newHistogram, recordMs } from '../model/histogram.ts';
import { emptyLedger } from '../model/ledger.ts';
import type { InvalidReason } from '../model/load-observation.ts';
import { planFor, runLoad, startLoad } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';
import { headroomReason, invalidReasons, type LoadQuantities } from './validity.ts';

function delays(...groups: (readonly [count: number, delayMs: number])[]): LoadQuantities['dispatchDelay'] {
  const histogram = newHistogram();
  for (const [count, delayMs] of groups) for (let i = 0; i < count; i++) recordMs(histogram, delayMs);
  return histogram;
}

const sound: LoadQuantities = {
  offeredRps: 100,
  achievedRps: 100,
  dispatchDelay: delays([2000, 0.1]),
  cpuShare: 0.2,
  measured: { ...emptyLedger(), scheduled: 2000, sent: 2000, ok: 2000 },
  warmUp: emptyLedger(),
  shortages: [],
};

const prlimit = 'prlimit';
const hasPrlimit = spawnSync(prlimit, ['--version']).status === 0;
const guards = (reasons: readonly InvalidReason[]): string[] => reasons.map(({ guard }) => guard);
const guardsOf = (change: Partial<LoadQuantities>): string[] =>
  guards(invalidReasons({ ...sound, ...change }));
const held = (notSent: number): Partial<LoadQuantities> => ({
  measured: { ...emptyLedger(), scheduled: 2000, notSent, sent: 2000 - notSent, ok: 2000 - notSent },
});

describe('each guard speaks beyond its limit and is silent at it', () => {
  test.each<[string, Partial<LoadQuantities>, string[]]>([
    ['a sound load', {}, []],
    ['99% achieved', { achievedRps: 99 }, []],
    ['less than 99% achieved', { achievedRps: 98.9 }, ['achieved-rate']],
    ['1% of starts 6 ms late', { dispatchDelay: delays([1980, 0.1], [20, 6]) }, []],
    ['more than 1% of starts 6 ms late', { dispatchDelay: delays([1979, 0.1], [21, 6]) }, ['dispatch-delay']],
    ['ten late among a hundred', { dispatchDelay: delays([90, 0.1], [10, 50]) }, []],
    ['eleven late among a hundred', { dispatchDelay: delays([89, 0.1], [11, 50]) }, ['dispatch-delay']],
    ['80% of a core', { cpuShare: 0.8 }, []],
    ['more than 80% of a core', { cpuShare: 0.81 }, ['generator-cpu']],
    ['0.1% held back', held(2), []],
    ['more than 0.1% held back', held(3), ['dropped']],
    ['a request that has no end', { measured: { ...sound.measured, ok: 1999 } }, ['ledger']],
    [
      'a warm-up request that has no end',
      { warmUp: { ...emptyLedger(), scheduled: 1, sent: 1 } },
      ['ledger'],
    ],
    ['nothing scheduled', { measured: emptyLedger(), offeredRps: 0, achievedRps: 0 }, ['engine']],
    ['a warm-up that ended by its rule', { warmUpEnd: { steady: true, reason: '' } }, []],
    [
      'a warm-up that ended at its limit',
      { warmUpEnd: { steady: false, reason: 'p50 drifts' } },
      ['warm-up'],
    ],
    [
      'a load that was stopped in its warm-up',
      { warmUpEnd: { steady: false, reason: '' }, measured: emptyLedger(), offeredRps: 0, achievedRps: 0 },
      ['warm-up'],
    ],
    ['no descriptors left', { shortages: ['EMFILE'] }, ['engine']],
  ])('%s', (_name, change, expected) => {
    expect(guardsOf(change)).toEqual(expected);
  });

  test('a reason says what was found and what the limit is', () => {
    expect(invalidReasons({ ...sound, cpuShare: 0.9 })).toEqual([
      {
        guard: 'generator-cpu',
        message: 'the generator used 90% of a core, above 80%: its own queueing is in the figures.',
        found: 0.9,
        limit: 0.8,
      },
    ]);
  });
});

test.each([
  ['twice the rate, on time', 200, 0.5, undefined],
  ['twice the rate, of an engine that cannot see its delays', 200, null, undefined],
  ['1% less than twice the rate', 198, 0.5, undefined],
  ['less than that', 197, 0.5, { found: 197, limit: 198 }],
  ['twice the rate, but late', 200, 5.1, { found: 5.1, limit: 5 }],
])('the guard of headroom, shown %s', (_name, achievedRps, dispatchDelayP99Ms, tripped) => {
  const reason = headroomReason({ ratePerSecond: 100, offeredRps: 200, achievedRps, dispatchDelayP99Ms });
  expect(reason && { found: reason.found, limit: reason.limit }).toEqual(tripped);
});

describe('the real engine trips', () => {
  test('dropped and achieved-rate when more is offered than may be in flight', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 100 });
    const { observation } = await runLoad(server.url, { maxInFlight: 1 });
    expect(observation.valid).toBe(false);
    expect(guards(observation.invalidReasons)).toEqual(expect.arrayContaining(['dropped', 'achieved-rate']));
    expect(observation.measured.ledger.notSent).toBeGreaterThan(80);
  });

  test('generator-cpu and dropped at a rate that no engine can send, and still ends with a balanced ledger', async () => {
    await using server = await startTruthServer('plain');
    const { observation } = await runLoad(server.url, { ratePerSecond: 1_000_000, maxInFlight: 5 });
    expect(guards(observation.invalidReasons)).toEqual(expect.arrayContaining(['generator-cpu', 'dropped']));
    expect(observation.measured.ledger.scheduled).toBe(500_000);
  });

  test('dispatch-delay when the engine is kept from its schedule', async () => {
    await using server = await startTruthServer('plain');
    const late = Promise.withResolvers<void>();
    await using load = await startLoad(planFor(server.url, { durationMs: 4000 }), () => late.resolve());
    await late.promise;
    process.kill(load.pid, 'SIGSTOP');
    await delay(1000);
    process.kill(load.pid, 'SIGCONT');
    const { observation } = await load.finished;
    expect(guards(observation.invalidReasons)).toContain('dispatch-delay');
    expect(observation.measured.ledger).toMatchObject({ scheduled: 800, ok: 800 });
  });

  test.skipIf(!hasPrlimit)('engine when this machine runs out of descriptors (needs prlimit)', async () => {
    await using server = await startTruthServer('silent');
    await using load = await startLoad(planFor(server.url, { timeoutMs: 1000 }));
    execFileSync(prlimit, ['--pid', String(load.pid), '--nofile=60:60']);
    const { invalidReasons: reasons, measured } = (await load.finished).observation;
    expect(guards(reasons)).toContain('engine');
    expect(reasons.find(({ guard }) => guard === 'engine')?.message).toMatch(/EMFILE/);
    expect(measured.ledger.failures.refused).toBeGreaterThan(20);
  });

  test('engine when not one request fell into the measured stretch', async () => {
    await using server = await startTruthServer('plain');
    const { observation } = await runLoad(server.url, { ratePerSecond: 0.01, arrivals: 'poisson' });
    expect(guards(observation.invalidReasons)).toEqual(['engine']);
  });
});

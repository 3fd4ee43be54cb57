import { describe, expect, test } from 'vitest';
import { pacedEngine } from '../engines/paced.ts';
import { calibrate } from './calibrate.ts';
import type { Contender } from './contender.ts';
import { engineContender } from './engine-contender.ts';
import { toolContender } from './tools/tool-contender.ts';
import type { StandstillWatch } from './machine/standstill.ts';
import type { TruthCase } from './truth-case.ts';
import { truthCases } from './truth-cases.ts';

const short = { ratePerSecond: 200, warmUpMs: 200, durationMs: 1000 } as const;
const fixed: TruthCase = { ...truthCases[0]!, ...short };
const losses: TruthCase = { ...truthCases.at(-1)!, ...short, warmUpMs: 0 };
/** enough requests for a p99.9; only for contenders that send none. */
const enough: TruthCase = { ...truthCases[0]!, warmUpMs: 0 };
const signal = new AbortController().signal;

/** readAs is a contender that says what it is told to. */
function readAs(timeMs: number, p999: number | null = null, startedMs: number | null = null): Contender {
  return {
    name: 'parrot',
    model: 'open',
    thorough: true,
    arrivalsFor: (asked) => asked,
    absent: async () => undefined,
    measure: async () => ({
      timesMs: { p50: timeMs, p90: timeMs, p99: null, p999 },
      startedMs,
      requests: 1,
      lost: 0,
      offeredRps: null,
      achievedRps: 0,
      dispatchDelayMs: null,
      cpuUsPerRequest: null,
      invalidBecause: [],
    }),
  };
}

describe('a calibration', () => {
  test('holds what the engine says against what is computed, and what the server did', async () => {
    const { rows, absent } = await calibrate([engineContender(pacedEngine)], [fixed, losses], { signal });
    expect(absent).toEqual([]);
    const [first, second] = rows;
    expect(first).toMatchObject({ server: 'fixed', contender: 'paced', model: 'open', requests: 200 });
    expect(first?.trueMs.p50).toBeCloseTo(20, 6);
    // Neither server nor client is ever ahead of its time.
    expect(first?.serverMs.p50).toBeGreaterThanOrEqual(19.9);
    expect(first?.measuredMs.p50).toBeGreaterThanOrEqual(first!.serverMs.p50! * 0.99);
    expect(first?.relativeError.p50).toBeGreaterThan(-0.01);
    expect(first?.relativeError.p999).toBeNull();
    expect(first?.cpuUsPerRequest).toBeGreaterThan(0);
    expect(second).toMatchObject({ server: 'losses', requests: 200, trueLost: 10, measuredLost: 10 });
  });

  test('says by how much something is wrong', async () => {
    const { rows } = await calibrate([readAs(30)], [fixed], { signal });
    expect(rows[0]?.relativeError.p50).toBeCloseTo(0.5, 6);
    expect(rows[0]?.relativeError.p99).toBeNull();
  });

  test('names what is absent, and why', async () => {
    const tool = toolContender({
      name: 'nothing',
      program: 'no-such-program',
      args: () => [],
      read: () => ({ timesMs: fixed.ratePerSecond as never, requests: 0, lost: 0, achievedRps: 0 }),
    });
    const { rows, absent } = await calibrate([tool], [fixed], { signal });
    expect(rows).toEqual([]);
    expect(absent).toEqual([{ contender: 'nothing', why: 'no-such-program is not on PATH' }]);
  });

  test('names who fails and why, and goes on with the others', async () => {
    const broken = toolContender({
      name: 'broken',
      program: 'node',
      args: () => ['-e', 'process.exit(3)'],
      read: () => ({ timesMs: fixed.ratePerSecond as never, requests: 0, lost: 0, achievedRps: 0 }),
    });
    const { rows, failed } = await calibrate([broken, readAs(20)], [fixed, losses], { signal });
    expect(failed).toMatchObject([{ contender: 'broken', server: 'fixed' }]);
    expect(failed[0]?.why).toMatch(/exit code 3/);
    expect(rows.map(({ contender, server }) => [contender, server])).toEqual([
      ['parrot', 'fixed'],
      ['parrot', 'losses'],
    ]);
  });

  describe('with somebody who watches the machine', () => {
    // Of the schedule's 10,200 requests, 40 are sent up to 40 ms late, and as many answers are.
    const intervals = [{ fromMs: 5000.5, toMs: 5040.5 }];
    const saying = (shares: number[]): StandstillWatch => ({
      begin: () => () => ({ intervals, share: shares.shift() ?? 0, longestMs: 1 }),
      [Symbol.asyncDispose]: async () => {},
    });
    test('measures again while the machine stood still, and keeps the quietest', async () => {
      const tried: number[] = [];
      const onTest = (_: unknown, __: unknown, tries: number): void => void tried.push(tries);
      const run = async (shares: number[]) =>
        (await calibrate([readAs(20, 25)], [enough], { signal, onTest, watch: saying(shares) })).rows[0];
      expect(await run([0.0004])).toMatchObject({ tries: 1, standstill: { share: 0.0004 } });
      expect(await run([0.002, 0.0004])).toMatchObject({ tries: 2, standstill: { share: 0.0004 } });
      expect(await run([0.003, 0.002, 0.004])).toMatchObject({ tries: 3, standstill: { share: 0.002 } });
      expect(tried).toEqual([1, 1, 2, 1, 2, 3]);
    });

    test('says what the standstill alone makes of the truth, where it knows when the load began', async () => {
      const rowOf = async (startedMs: number | null) => {
        const contender = readAs(20, 25, startedMs);
        return (await calibrate([contender], [enough], { signal, watch: saying([0]) })).rows[0];
      };
      const told = await rowOf(0);
      expect(told?.withStandstillMs?.p50).toBeCloseTo(20, 6);
      expect(told?.withStandstillMs?.p999).toBeGreaterThan(50);
      expect(told?.trueMs.p999).toBeCloseTo(20, 6);
      expect((await rowOf(null))?.withStandstillMs).toBeNull();
    });

    test('measures once where no p99.9 is compared', async () => {
      const { rows } = await calibrate([readAs(20)], [enough], { signal, watch: saying([0.5]) });
      expect(rows).toMatchObject([{ tries: 1, standstill: { share: 0.5 } }]);
    });
  });

  test('ends when it is aborted while a load begins, however long that would be', async () => {
    const abort = new AbortController();
    const long: TruthCase = { ...fixed, ratePerSecond: 1, durationMs: 600_000 };
    const onTest = (): void => abort.abort(new Error('enough'));
    await expect(
      calibrate([engineContender(pacedEngine)], [long], { signal: abort.signal, onTest }),
    ).rejects.toThrow('enough');
  });

  test('ends when it is aborted', async () => {
    const abort = AbortSignal.abort(new Error('enough'));
    await expect(calibrate([readAs(1)], [fixed], { signal: abort })).rejects.toThrow('enough');
  });
});

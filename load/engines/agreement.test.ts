import { describe, expect, test } from 'vitest';
import { encodeHistogram, newHistogram, recordMs } from '../model/histogram.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import { agreementOf, measureAgreement, type Seen } from './agreement.ts';
import { lacksK6 } from './k6/k6-here.fixture.ts';
import { k6Engine } from './k6.ts';
import { pacedEngine } from './paced.ts';
import { planFor, postStep, scenarioOf } from './truth/run-load.ts';
import { startTruthServer } from './truth/truth-server.ts';

/** seen makes what an engine saw of rounds of so many answers, each of which took as long as `timeMs` says. */
function seen(
  engine: Seen['engine'],
  rounds: readonly number[],
  timeMs: (answer: number) => number,
  invalid: string[] = [],
): Seen {
  const observations = rounds.map((answers) => {
    const histogram = newHistogram();
    for (let answer = 0; answer < answers; answer += 1) recordMs(histogram, timeMs(answer));
    return {
      measured: { histograms: { serviceTime: encodeHistogram(histogram) } },
      generator: { cpuShare: 0.25 },
      invalidReasons: invalid.map((message) => ({ message })),
    } as unknown as LoadObservation;
  });
  return { engine, observations };
}

const paced = seen('paced', [600, 600], () => 20);

describe('engines', () => {
  test('agree within 3% at the median and 10% at p99, over all rounds together', () => {
    const rows = agreementOf([paced, seen('k6', [600, 600], (answer) => (answer < 590 ? 20.5 : 21.9))]);
    expect(rows.map(({ engine, quantile, answers, agrees }) => [engine, quantile, answers, agrees])).toEqual([
      ['paced', 'p50', 1200, null],
      ['paced', 'p90', 1200, null],
      ['paced', 'p99', 1200, null],
      ['k6', 'p50', 1200, true],
      ['k6', 'p90', 1200, null],
      ['k6', 'p99', 1200, true],
    ]);
    expect(rows[3]?.apart).toBeCloseTo(0.025, 2);
  });

  test('that do not agree say which and why, by their own guards where those were tripped', () => {
    const slow = agreementOf([paced, seen('k6', [1200], () => 21)]);
    expect(slow.map(({ agrees }) => agrees)).toEqual([null, null, null, false, null, true]);
    expect(slow[3]?.why[0]).toMatch(/no guard was tripped.*paced 25% and 25% of a core, k6 25% of a core/);
    const late = agreementOf([paced, seen('k6', [1200], () => 30, ['k6 used everything.'])]);
    expect(late[5]?.why).toEqual(['k6: k6 used everything.']);
  });

  test('say nothing of a quantile that too few answers stand behind', () => {
    const rows = agreementOf([paced, seen('k6', [50], () => 40)]);
    expect(rows[5]).toMatchObject({ quantile: 'p99', serviceTimeMs: null, apart: null, agrees: null });
  });

  test.skipIf(lacksK6)('paced and k6 see the same of a server that takes 20 ms (needs k6)', async () => {
    await using server = await startTruthServer('delayed', { delayMs: 20 });
    const plan = planFor(server.url, {
      scenario: scenarioOf([postStep]),
      ratePerSecond: 100,
      warmUpMs: 1000,
      durationMs: 2000,
    });
    const rows = await measureAgreement([pacedEngine, k6Engine], plan, 1);
    expect(rows.map(({ answers }) => answers)).toEqual([200, 200, 200, 200, 200, 200]);
    // Neither can be ahead of the server; how far behind, the machine decides.
    const times = rows.filter(({ quantile }) => quantile !== 'p99').map((row) => row.serviceTimeMs ?? 0);
    expect(Math.min(...times)).toBeGreaterThan(19.5);
    expect(Math.abs(rows[3]?.apart ?? Number.NaN)).toBeLessThan(0.5);
  });
});

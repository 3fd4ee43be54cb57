import { describe, expect, test } from 'vitest';
import type { CalibrationRow } from '../../load/calibration/calibration.ts';
import { judgementOf } from '../../load/calibration/goals.ts';
import type { Finding } from '../../load/calibration/machine/finding.ts';
import { truthCases } from '../../load/calibration/truth-cases.ts';
import { startHarness, until } from '../testing/harness.ts';
import { calibrationText } from './doctor-calibration.ts';
import { machineText } from './doctor-machine.ts';

interface Printed {
  readonly findings: readonly Finding[];
  readonly noiseFloor: { readonly lostShare: number };
  readonly gate: { readonly trusted: string };
  readonly calibration: null;
}

describe('rehearse doctor', () => {
  test('prints what it found as JSON, and ends by whether a gate can be trusted', async () => {
    const harness = startHarness(['doctor', '--json']);
    const code = await harness.ended;
    const { findings, noiseFloor, gate, calibration } = JSON.parse(harness.stdout()) as Printed;
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'cores', 'open files', 'wake-ups', 'spare core', 'docker', 'k6']),
    );
    expect(noiseFloor.lostShare).toBeGreaterThanOrEqual(0);
    expect(calibration).toBeNull();
    expect(code).toBe(gate.trusted === 'no' ? 5 : 0);
    expect(harness.stderr()).toContain('how punctual');
  });

  test('that is interrupted in a calibration says nothing, ends with 130 and leaves nothing', async () => {
    const harness = startHarness(['doctor', '--calibrate']);
    await until('the first test', 60_000, () => harness.stderr().includes('paced before'));
    process.kill(-harness.process.pid!, 'SIGINT');
    expect(await harness.ended).toBe(130);
    expect(harness.stdout()).toBe('');
  });

  test('an unknown option is a usage error', async () => {
    const harness = startHarness(['doctor', '--fast']);
    expect(await harness.ended).toBe(2);
    expect(harness.stderr()).toMatch(/--fast/);
  });
});

const found: readonly Finding[] = [
  {
    name: 'cores',
    state: 'good',
    found: '8 usable of 8',
    consequence: 'generator and services can have their own',
  },
  {
    name: 'contention',
    state: 'bad',
    found: 'a busy thread lost 35% of its time',
    consequence: 'a neighbour is on our cores',
    next: 'end other work and ask again',
  },
];
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

test.each([40, 80, 200])('the findings fit a terminal of %i columns', (columns) => {
  const text = machineText(found, { trusted: 'no', because: ['contention'] }, columns);
  expect(widest(text)).toBeLessThanOrEqual(Math.max(columns, 60));
  const words = text.replaceAll(/\s+/g, ' ');
  expect(words).toContain('a neighbour is on our cores. Next: end other work and ask again.');
  expect(words).toContain('A gate cannot be trusted here now (contention).');
});

const times = (p50: number, p99: number) => ({ p50, p90: p50, p99, p999: null });
const row: CalibrationRow = {
  server: 'stall',
  contender: 'paced',
  model: 'open',
  trueMs: times(20, 210),
  serverMs: times(20.1, 210.2),
  serverLateMs: times(0.1, 0.2),
  measuredMs: times(20.2, 212.1),
  relativeError: times(0.01, 0.01),
  requests: 10_200,
  trueLost: 0,
  measuredLost: 0,
  offeredRps: 1000,
  achievedRps: 1000,
  dispatchDelayMs: { p50: 0.05, p99: 0.2 },
  cpuUsPerRequest: 86,
  invalidBecause: [],
  standstill: { share: 0.0002, longestMs: 2.1 },
  tries: 1,
  withStandstillMs: times(20, 210),
};
const wrk: CalibrationRow = {
  ...row,
  contender: 'wrk',
  model: 'closed',
  measuredMs: times(20.3, 24),
  relativeError: times(0.015, -0.886),
  offeredRps: null,
  dispatchDelayMs: null,
};
const losses: CalibrationRow = {
  ...row,
  server: 'losses',
  trueMs: { p50: null, p90: null, p99: null, p999: null },
  relativeError: { p50: null, p90: null, p99: null, p999: null },
  trueLost: 150,
  measuredLost: 150,
};

describe('a calibration', () => {
  const absent = [{ contender: 'hey', why: 'hey is not on PATH' }];
  const failed = [{ contender: 'vegeta', server: 'stall', why: 'Command failed with exit code 1' }];
  const calibration = { rows: [row, wrk, losses], absent, failed, tookMs: 200_000 };

  test('is a table that fits 80 columns, and names what was absent', () => {
    const text = calibrationText({ ...calibration, missed: [], excused: [], unjudged: [] }, truthCases, 80);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(text).toMatch(/true +20\.00 +20\.00 +210\.0 +–\n/);
    expect(text).toMatch(/paced +20\.20 \+1\.0% .* 212\.1 \+1\.0% +–\n/);
    expect(text).toMatch(/wrk .*24\.00 −89%/);
    expect(text).toContain('150 of 150 losses counted');
    expect(text).toContain('not here: hey: hey is not on PATH');
    expect(text).toContain('failed: vegeta before "stall": Command failed with exit code 1');
    expect(text).toContain('within 5% of every truth, losses exact');
    expect(text).toMatch(/paced +stall +1000 +1000 +0\.050 +0\.200 +86 +0\.02\n/);
  });

  test('names the goals that the reference engine missed, and no others', () => {
    expect(judgementOf(calibration)).toEqual({ missed: [], excused: [], unjudged: [] });
    const rows = [
      {
        ...row,
        trueMs: { ...row.trueMs, p999: 210 },
        measuredMs: { p50: 20.2, p90: 18.8, p99: 224.7, p999: 315 },
        relativeError: { p50: 0.01, p90: -0.06, p99: 0.07, p999: 0.5 },
      },
      { ...wrk, relativeError: times(1, 1) },
      { ...losses, measuredLost: 149 },
    ];
    const { missed } = judgementOf({ ...calibration, rows });
    expect(missed).toEqual([
      'stall: p90 is -6.0% from the truth, more than 5%',
      'stall: p99 is 7.0% from the truth, more than 5%',
      'stall: p99.9 is 50.0% from the truth, more than 5%',
      'losses: 149 losses counted of 150',
    ]);
    const itself = { contender: 'paced', server: 'queue', why: 'it ran out of ports' };
    expect(judgementOf({ ...calibration, failed: [itself] }).missed).toEqual([
      'queue: it failed: it ran out of ports',
    ]);
    const text = calibrationText({ ...calibration, missed, excused: [], unjudged: [] }, truthCases, 80);
    expect(text).toContain('missed by paced: stall: p90');
    expect(text).not.toContain('within 5%');
  });

  const judged = (change: Partial<CalibrationRow>, p99: number, p999: number | null = null) => {
    const relativeError = { ...times(0.01, p99), p90: 0.01, p999 };
    const trueMs = { ...row.trueMs, p999: 210 };
    const measuredMs = { ...row.measuredMs, p99: 210 * (1 + p99), p999: 210 * (1 + (p999 ?? 0)) };
    return judgementOf({ ...calibration, rows: [{ ...row, trueMs, measuredMs, relativeError, ...change }] });
  };

  test('accuses the engine of what it adds to a late server, and of nothing less than that', () => {
    const late = { serverLateMs: times(0, 21) };
    expect(judged(late, 0.15)).toEqual({
      missed: [],
      excused: [
        'stall: p99 is 15.0% from the truth; the server itself was 21.0 ms late there, by its own clock',
      ],
      unjudged: [],
    });
    for (const p99 of [0.16, -0.06])
      expect(judged(late, p99)).toMatchObject({ missed: [expect.any(String)], excused: [] });
  });

  test('accuses it of what it adds to a machine that stands still', () => {
    const stood = { standstill: { share: 0.005, longestMs: 30.04 }, withStandstillMs: times(20, 231) };
    expect(judged(stood, 0.15).excused).toEqual([
      'stall: p99 is 15.0% from the truth; the machine stood still for 0.50% of the time, at most 30.0 ms at once, which alone makes 10.0%',
    ]);
    for (const p99 of [0.16, -0.06])
      expect(judged(stood, p99)).toMatchObject({ missed: [expect.any(String)], excused: [] });
  });

  test('judges a percentile where the machine was quiet enough for it, and says where it could not', () => {
    const noisier = { standstill: { share: 0.0051, longestMs: 3 } };
    expect(judged(noisier, 0.16)).toMatchObject({ missed: [], unjudged: [expect.stringMatching('p99 is')] });
    expect(judged({ standstill: { share: 0.0005, longestMs: 3 } }, 0.01, 0.24).missed).toEqual([
      'stall: p99.9 is 24.0% from the truth, more than 5%',
    ]);
    const noisy = {
      standstill: { share: 0.0021, longestMs: 4.04 },
      withStandstillMs: { ...times(20, 210), p999: 220.5 },
      tries: 3,
    };
    expect(judged(noisy, 0.01, 0.24)).toEqual({
      missed: [],
      excused: [],
      unjudged: [
        'stall: p99.9 is 24.0% from the truth; the machine stood still for 0.21% of the time in the best of 3 tries, at most 4.0 ms at once, which alone makes 5.0%',
      ],
    });
    const { unjudged } = judged({ standstill: null, withStandstillMs: null }, 0.01, 0.24);
    expect(unjudged).toEqual([
      'stall: p99.9 is 24.0% from the truth; nobody may watch here whether the machine stands still',
    ]);
    const text = calibrationText({ ...calibration, missed: [], excused: [], unjudged }, truthCases, 200);
    expect(text).toContain('not judged: stall: p99.9');
    expect(text).toContain('within 5% of every truth that could be judged, losses exact');
  });
});

import { describe, expect, test } from 'vitest';
import type { Finding, Machine } from './finding.ts';
import { findings, gateTrust } from './findings.ts';

const GiB = 2 ** 30;

const quiet: Machine = {
  environment: {
    rehearseVersion: '0',
    nodeVersion: 'v26.0.0',
    git: null,
    lockfileSha256: null,
    os: 'Linux',
    kernel: '6',
    architecture: 'x64',
    cpuModel: 'some',
    cores: 8,
    cpuGovernor: 'performance',
    pinning: 'none',
    totalMemoryBytes: 16 * GiB,
    cgroup: { version: 'v2', cpuLimitCores: null, memoryLimitBytes: null },
    loadAverage1mBefore: 0.1,
    cpuStealShare: 0,
    backing: [],
  },
  limits: { openFiles: { soft: 1024, hard: 1_048_576 }, ephemeralPorts: 28_232, hypervisor: false },
  programs: { docker: '29', k6: 'k6 v1.8.1', chromium: '/usr/bin/chromium', promtool: 'p', perf: 'p' },
  granted: { awake: { kept: true, text: 'kept awake' }, realTime: true },
  noise: {
    wakeUpMs: { p50: 0.03, p90: 0.05, p99: 0.1, p999: null, max: 1, mean: 0.03 },
    lostShare: 0.001,
    longestGapMs: 0.5,
    secondCoreShare: 0.99,
    stealShare: 0,
  },
};

type Change = { readonly [K in keyof Machine]?: Partial<Machine[K]> };

function of(change: Change): Finding[] {
  return findings({
    environment: { ...quiet.environment, ...change.environment },
    limits: { ...quiet.limits, ...change.limits },
    programs: { ...quiet.programs, ...change.programs },
    noise: { ...quiet.noise, ...change.noise },
    granted: { ...quiet.granted, ...change.granted },
  });
}

const unlimited = quiet.environment.cgroup;
const wakeUps = (p99: number): Change => ({ noise: { wakeUpMs: { ...quiet.noise.wakeUpMs, p99 } } });

test('a quiet machine that has everything is good in all, and a gate can be trusted there', () => {
  const found = of({});
  expect(found.filter(({ state }) => state !== 'good')).toEqual([]);
  expect(gateTrust(found)).toEqual({ trusted: 'yes', because: [] });
});

describe('what a machine lacks is named, with what follows and what to do', () => {
  test.each<[string, Change, string, Finding['state']]>([
    ['two cores', { environment: { cores: 2 } }, 'cores', 'care'],
    ['one core', { environment: { cores: 1 } }, 'cores', 'bad'],
    ['a limit of one core', { environment: { cgroup: { ...unlimited, cpuLimitCores: 1 } } }, 'cores', 'bad'],
    [
      'a limit of four cores',
      { environment: { cgroup: { ...unlimited, cpuLimitCores: 4 } } },
      'cgroup',
      'care',
    ],
    [
      'a limit of 1 GiB',
      { environment: { cgroup: { ...unlimited, memoryLimitBytes: GiB } } },
      'memory',
      'care',
    ],
    ['few descriptors', { limits: { openFiles: { soft: 256, hard: 1024 } } }, 'open files', 'care'],
    ['few ports', { limits: { ephemeralPorts: 1000 } }, 'local ports', 'care'],
    ['a saving governor', { environment: { cpuGovernor: 'powersave' } }, 'CPU governor', 'care'],
    ['steal', { noise: { stealShare: 0.03 } }, 'virtualisation', 'bad'],
    ['steal that nobody tells', { noise: { stealShare: null } }, 'virtualisation', 'care'],
    ['others at work', { environment: { loadAverage1mBefore: 5 } }, 'load average', 'care'],
    ['wake-ups 2 ms late', wakeUps(2), 'wake-ups', 'care'],
    ['wake-ups 6 ms late', wakeUps(6), 'wake-ups', 'bad'],
    ['3% of a core lost', { noise: { lostShare: 0.03 } }, 'contention', 'care'],
    ['11% of a core lost', { noise: { lostShare: 0.11 } }, 'contention', 'bad'],
    ['a shared second core', { noise: { secondCoreShare: 0.8 } }, 'spare core', 'care'],
    ['no second core', { noise: { secondCoreShare: 0.5 } }, 'spare core', 'bad'],
  ])('%s', (_lack, change, name, state) => {
    const found = of(change).find((finding) => finding.name === name)!;
    expect(found.state).toBe(state);
    expect(found.consequence).not.toBe('');
    expect(found.next).toBeTruthy();
    const { trusted, because } = gateTrust(of(change));
    expect(trusted).toBe(state === 'bad' ? 'no' : 'with care');
    expect(because).toContain(name);
  });

  test('what the kernel does not grant is absent by name, and no gate suffers from it', () => {
    const asleep = of({ granted: { awake: { kept: false, text: 'may sleep: no' }, realTime: false } });
    expect(asleep.filter(({ state }) => state === 'absent')).toMatchObject([
      { name: 'idle processors', found: 'may sleep: no', next: expect.stringContaining('cpu_dma_latency') },
      { name: 'real time', next: expect.stringContaining('CAP_SYS_NICE') },
    ]);
    expect(gateTrust(asleep).trusted).toBe('yes');
  });

  test('an optional program is absent by name, and no gate suffers from it', () => {
    const found = of({ programs: { k6: null } });
    expect(found.find(({ name }) => name === 'k6')).toMatchObject({
      state: 'absent',
      next: expect.stringContaining('K6_BIN'),
    });
    expect(gateTrust(found).trusted).toBe('yes');
  });
});

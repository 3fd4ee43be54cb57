import type { RunClock } from '../../model/clock.ts';
import type { Environment } from '../../model/environment.ts';
import { resultSchemaVersion, type Experiment, type RunResult } from '../../model/result.ts';

/** someEnvironment: of a machine that does not matter. */
export const someEnvironment: Environment = {
  rehearseVersion: '0.0.0',
  nodeVersion: 'v26.0.0',
  git: null,
  lockfileSha256: null,
  os: 'Linux',
  kernel: '6.1.0',
  architecture: 'x64',
  cpuModel: 'some',
  cores: 2,
  cpuGovernor: null,
  pinning: 'not pinned',
  totalMemoryBytes: 1e9,
  cgroup: { version: 'none', cpuLimitCores: null, memoryLimitBytes: null },
  loadAverage1mBefore: 0,
  cpuStealShare: null,
  backing: [],
};

/** endedRun: the result of a run on a clock, whose one figure failed its budget. */
export function endedRun(clock: RunClock, experiments: Experiment[] = []): RunResult {
  return {
    schemaVersion: resultSchemaVersion,
    tool: 'rehearse',
    suite: 'short',
    startedAt: clock.startedAt,
    durationMs: clock.nowMs(),
    settings: {},
    environment: someEnvironment,
    planned: [],
    experiments,
    analyses: [],
    figures: [
      {
        name: 'latency.response_time.p50',
        title: 'p50',
        group: 'latency',
        unit: 'ms',
        value: 20,
        n: 1,
        of: 'requests',
        budget: { comparison: '<=', limit: 10, correctness: false },
        verdict: 'fail',
      },
    ],
    warnings: [],
    invalidReasons: [],
    state: 'complete',
  };
}

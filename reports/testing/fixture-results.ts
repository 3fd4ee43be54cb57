import type { Environment } from '../../load/model/environment.ts';
import { judge } from '../../load/model/figure.ts';
import { resultSchemaVersion, type RunResult, runResultSchema } from '../../load/model/result.ts';
import {
  controlExperiment,
  scaleExperiment,
  startupExperiment,
  steadyExperiment,
} from './fixture-experiments.ts';
import { visitedFixture } from './fixture-browser.ts';
import { capacityFigures } from './fixture-capacity-figures.ts';
import { figuresFixture } from './fixture-figures.ts';
import { leakAnalysis, leakExperiment } from './fixture-leak.ts';
import { watchedFixture } from './fixture-machine.ts';
import { ceilingExperiment, sweepAnalysis, sweepExperiment } from './fixture-rates.ts';
import { scalingAnalysis, scalingExperiment } from './fixture-scaling.ts';
import { caseExperiment, scorecardAnalysis } from './fixture-scorecard.ts';
import { clientServerAnalysis, observerAnalysis, observerExperiment } from './fixture-server.ts';
import { contendedExperiment, lateExperiment, warmExperiment } from './fixture-starts.ts';

const environment: Environment = {
  rehearseVersion: '0.1.0',
  nodeVersion: 'v26.10.0',
  git: { revision: '7f3c2ab91d04e5b6c7a8f9012d3e4c5b6a798081', dirty: true },
  lockfileSha256: '9c1185a5c5e9fc54612808977ee8f548b2258d31a5f4c0f3b1d0e7a2c6b8d9e0',
  os: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-28-amd64',
  architecture: 'x64',
  cpuModel: 'AMD EPYC 7B13',
  cores: 2,
  cpuGovernor: null,
  idleProcessors: 'kept awake',
  pinning: 'not pinned: --pin is off',
  totalMemoryBytes: 8_349_024_256,
  cgroup: { version: 'v2', cpuLimitCores: 2, memoryLimitBytes: null },
  loadAverage1mBefore: 0.42,
  cpuStealShare: 0.004,
  backing: [{ name: 'postgresql', version: '18.4', settings: { fsync: 'on', synchronous_commit: 'on' } }],
};

const warning = {
  code: 'noisy-machine',
  message: 'The load average before the run was 0.42 on 2 cores.',
  advice: 'Close other programs, or read the intervals before leaning on small differences.',
};

const quickExperiments = () => [
  startupExperiment(),
  steadyExperiment(),
  scaleExperiment(),
  controlExperiment(),
];
const quickPlan = quickExperiments().map(({ kind, name, title }) => ({ kind, name, title }));

/** completeResult: a quick suite in which all budgets hold. */
export function completeResult(): RunResult {
  const experiments = quickExperiments();
  return runResultSchema.parse({ ...common(experiments), state: 'complete', warnings: [warning] });
}

/** fullResult: everything that can be measured, one after the other. */
export function fullResult(): RunResult {
  const own = [
    warmExperiment(80_000),
    contendedExperiment(90_000),
    lateExperiment(99_000),
    sweepExperiment(112_000),
    ceilingExperiment(130_000),
    scalingExperiment(140_000),
    observerExperiment(160_000),
    leakExperiment(181_000),
    caseExperiment(212_000),
  ];
  const experiments = [...quickExperiments().slice(1), ...own].map(visitedFixture).map(watchedFixture);
  return runResultSchema.parse({
    ...common(experiments),
    suite: 'full',
    durationMs: 222_000,
    planned: experiments.map(({ kind, name, title }) => ({ kind, name, title })),
    analyses: [
      clientServerAnalysis(),
      sweepAnalysis(),
      scalingAnalysis(),
      observerAnalysis(),
      leakAnalysis(),
      scorecardAnalysis(),
    ],
    figures: [...figuresFixture(quickExperiments()), ...capacityFigures()],
    state: 'complete',
  });
}

/** brokenResult: complete, with a broken correctness budget, a broken speed budget and an inconclusive one. */
export function brokenResult(): RunResult {
  const result = structuredClone(completeResult());
  const changes: Record<string, { value: number; interval?: { low: number; high: number } }> = {
    'latency.response_time.p99': { value: 171.2, interval: { low: 158.4, high: 189 } },
    'latency.response_time.p90': { value: 58.8, interval: { low: 55.2, high: 63.4 } },
    'shutdown.lost_requests': { value: 7 },
  };
  for (const figure of result.figures) {
    const change = changes[figure.name];
    if (change === undefined) continue;
    figure.value = change.value;
    if (figure.interval !== undefined) figure.interval = { ...figure.interval, ...change.interval };
    if (figure.budget !== undefined) figure.verdict = judge(figure, figure.budget);
  }
  return runResultSchema.parse(result);
}

/** abortedResult: ended by the user in the middle of the steady load. */
export function abortedResult(): RunResult {
  return runResultSchema.parse({ ...common([startupExperiment(9)]), state: 'aborted', durationMs: 16_220 });
}

/** failedResult: ended by an error before anything was measured. */
export function failedResult(): RunResult {
  return runResultSchema.parse({
    ...common([]),
    state: 'failed',
    durationMs: 15_420,
    failure: {
      message: 'bookings-1 was not ready within 15,000 ms',
      next: 'See the tail of its log below.',
      detail:
        '{"level":50,"msg":"database: connect ECONNREFUSED 127.0.0.1:5432"}\n</script><b>not markup</b>',
    },
  });
}

/** invalidResult: measured, but the control lost nothing and the generator was busy. */
export function invalidResult(): RunResult {
  const experiments = [startupExperiment(), steadyExperiment(), scaleExperiment(), controlExperiment(0)];
  return runResultSchema.parse({
    ...common(experiments),
    state: 'invalid',
    invalidReasons: [
      {
        guard: 'control',
        message: 'The SIGKILL control lost no request, so the measurement would not notice lost requests.',
        found: 0,
        limit: 1,
        where: 'kill-control',
      },
      {
        guard: 'generator-cpu',
        message: 'The generator used 86% of its core, more than 80%.',
        found: 0.86,
        limit: 0.8,
        where: 'steady-load',
      },
    ],
  });
}

function common(experiments: RunResult['experiments']) {
  return {
    schemaVersion: resultSchemaVersion,
    tool: 'rehearse',
    suite: 'quick',
    startedAt: '2026-11-03T10:20:30.000Z',
    durationMs: 75_430,
    settings: { target: 'process', engine: 'paced', rate: 60, duration: '18s', replicas: '1,3', seed: 1 },
    environment,
    planned: quickPlan,
    experiments,
    analyses: [],
    figures: figuresFixture(experiments),
    warnings: [],
    invalidReasons: [],
  } as const;
}

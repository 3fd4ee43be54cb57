import type { ScalingAnalysis, Usl } from '../../load/model/scaling-analysis.ts';
import type { Experiment } from '../../load/model/result.ts';

const replicas = [1, 2, 4];
const medians = [812, 1421, 1903];
const throughput = (n: number) => (850 * n) / (1 + 0.06 * (n - 1) + 0.05 * n * (n - 1));

/** scalingExperiment: three repetitions at 1, 2 and 4 replicas. */
export function scalingExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'scaling',
    name: 'scaling',
    title: 'Throughput at 1, 2, 4 replicas',
    question: 'What does each further replica bring, and what stands in its way?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 18_000,
    observations: [1, 2, 3].flatMap((repetition) =>
      replicas.map((count, i) => ({
        kind: 'scaling' as const,
        service: 'bookings',
        replicas: count,
        repetition,
        connections: 32,
        throughputRps: (medians[i] ?? 0) * (0.93 + repetition * 0.035),
        p50Ms: 22 - i * 3,
        p99Ms: 61 - i * 4,
        fromMs: startedAtMs + repetition * 5000 + i * 1500,
        toMs: startedAtMs + repetition * 5000 + i * 1500 + 1200,
      })),
    ),
    markers: [],
  };
}

/** scalingAnalysis: a fitted law whose peak the machine hides, or none. */
export function scalingAnalysis(fitted = true): ScalingAnalysis {
  return {
    kind: 'scaling',
    experiment: 'scaling',
    service: 'bookings',
    cores: 2,
    points: replicas.map((count, i) => ({
      replicas: count,
      repetitions: 3,
      throughputRps: {
        median: medians[i] ?? 0,
        low: (medians[i] ?? 0) * 0.965,
        high: (medians[i] ?? 0) * 1.035,
      },
      p50Ms: 22 - i * 3,
      p99Ms: 61 - i * 4,
      machineBusyShare: [0.61, 0.93, 0.99][i] ?? null,
    })),
    usl: fitted ? law : { fitted: false, reason: 'throughput leaps by more than the replicas do' },
    limit: 'machine',
    limitReason: 'The machine’s 2 cores are the limit, not the service: 93% of them were busy at 2 replicas.',
  };
}

const interval = (low: number, high: number) => ({ low, high, level: 0.95, method: 'residual bootstrap' });
const law: Usl = {
  fitted: true,
  lambda: { value: 850, interval: interval(801, 902) },
  sigma: { value: 0.06, interval: interval(0.012, 0.13) },
  kappa: { value: 0.05, interval: interval(0.021, 0.083) },
  form: 'usl',
  peak: { found: true, replicas: { value: 4.34, interval: interval(3.2, 6.9) }, throughputRps: 1921 },
  shares: { replicas: 4, work: 0.562, contention: 0.101, coherency: 0.337 },
  curve: Array.from({ length: 31 }, (_, i) => {
    const count = 1 + i * 0.2;
    return { replicas: Number(count.toFixed(1)), throughputRps: throughput(count) };
  }),
};

import type { ClientServerAnalysis } from '../../load/model/client-server-analysis.ts';
import type { ObserverAnalysis, ObserverEffect } from '../../load/model/observer-analysis.ts';
import type { Experiment } from '../../load/model/result.ts';

const row = (service: string, low: number) => ({
  service,
  replica: `${service}-1`,
  requests: 3411,
  answers: service === 'gateway' ? 3411 : null,
  p50Ms: { low, high: low * 2 },
  p99Ms: { low: 10, high: service === 'gateway' ? null : 25 },
});

/** clientServerAnalysis: the steady load as its clients and its services saw it. */
export function clientServerAnalysis(): ClientServerAnalysis {
  return {
    kind: 'client-server',
    experiment: 'steady-load',
    clientP50Ms: 4.06,
    clientP99Ms: 12.5,
    gapP50Ms: { low: 0.4, high: 1.56 },
    gapP99Ms: { low: null, high: 2.5 },
    serverLateMs: 380,
    rows: [row('gateway', 2.5), row('events', 1), row('bookings', 1)],
    unaccounted: 0,
  };
}

/** observerExperiment: six pairs of loads, left alone and observed. */
export function observerExperiment(startedAtMs: number): Experiment {
  return {
    kind: 'observer-effect',
    name: 'observer-effect',
    title: 'Observer effect',
    question: 'What do probes, metrics and scrapes themselves cost response time and throughput?',
    control: false,
    startedAtMs,
    endedAtMs: startedAtMs + 20_000,
    observations: [
      {
        kind: 'observer',
        sides: {
          unobserved: { serviceMetrics: false, probes: [], scrapedEveryMs: null },
          observed: { serviceMetrics: true, probes: ['memory', 'runtime', 'machine'], scrapedEveryMs: 1000 },
        },
        pairs: Array.from({ length: 6 }, (_, i) => ({ i, round: 1 + Math.floor(i / 2) })).flatMap(
          ({ i, round }) => [
            {
              measure: 'response-time-p50' as const,
              round,
              unobserved: 2 + i * 0.01,
              observed: 2.02 + i * 0.01,
            },
            { measure: 'throughput' as const, round, unobserved: 1900 - i, observed: 1885 + i },
            { measure: 'cpu-per-request' as const, round, unobserved: 0.4, observed: 0.416 + i * 0.001 },
          ],
        ),
      },
    ],
    markers: [],
  };
}

const interval = (low: number, high: number) => ({ low, high, level: 0.95, method: 't' });

const effect = (
  measure: ObserverEffect['measure'],
  ratio: number,
  range: ReturnType<typeof interval>,
  timesAsLong: number,
): ObserverEffect => ({ measure, ratio, interval: range, pairs: 6, rounds: 3, timesAsLong });

/** observerAnalysis: no effect on response time and throughput that could be told from none. */
export function observerAnalysis(): ObserverAnalysis {
  return {
    kind: 'observer-effect',
    experiment: 'observer-effect',
    effects: [
      effect('response-time-p50', 1.008, interval(0.991, 1.026), 3.06),
      effect('throughput', 0.994, interval(0.982, 1.006), 1.44),
      effect('cpu-per-request', 1.045, interval(1.038, 1.052), 0.49),
    ],
  };
}

import { type Figure, judge } from '../../load/model/figure.ts';

/** capacityFigures: figures of the wider suites, in their groups and units. */
export function capacityFigures(): Figure[] {
  return [
    figure(
      'latency.highest_rate_within_budget',
      'highest rate with p99 ≤ 50 ms',
      'latency',
      'requests/s',
      330,
    ),
    figure('latency.ceiling.throughput', 'ceiling, 32 connections', 'latency', 'requests/s', 998.4),
    figure('latency.unaccounted_requests', 'unaccounted requests', 'latency', 'requests', 0),
    figure('startup.warm.spawn_to_ready.p50', 'warm: spawn → ready p50', 'startup', 'ms', 169.7),
    figure('startup.contended.spawn_to_ready.p50', 'contended: spawn → ready p50', 'startup', 'ms', 374.9),
    figure('scale_out.throughput.at_1', 'throughput, 1 replica', 'scale-out', 'requests/s', 812),
    figure('scale_out.throughput.at_4', 'throughput, 4 replicas', 'scale-out', 'requests/s', 1903),
    figure('scale_out.contention', 'contention', 'scale-out', 'ratio', 0.06),
    figure('memory.leak_slope', 'leak slope', 'memory', 'bytes/request', 100),
    figure('shutdown.cases_not_as_expected', 'cases not as expected', 'shutdown', 'count', 1),
    judged(
      figure('observer.throughput_ratio', 'throughput, observed ÷ unobserved', 'latency', 'ratio', 0.994),
    ),
  ];
}

function figure(
  name: string,
  title: string,
  group: Figure['group'],
  unit: Figure['unit'],
  value: number,
): Figure {
  return { name, title, group, unit, value, n: 6, of: 'runs' };
}

function judged(unjudged: Figure): Figure {
  const budget = { comparison: '>=', limit: 0.98, correctness: false } as const;
  return { ...unjudged, budget, verdict: judge(unjudged, budget) };
}

import type { Figure } from '../../model/figure.ts';
import { lostRequests } from '../../model/ledger.ts';
import type { LoadMeasurement } from '../../model/load-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { samplesNeeded } from '../../model/histogram.ts';
import { steadyLoads } from './experiments.ts';

const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
type Quantile = keyof typeof quantiles;

/** latencyFigures: response time, service time and throughput of the first steady load. */
export function latencyFigures(experiments: readonly Experiment[]): Figure[] {
  const measured = steadyLoads(experiments)[0]?.measured;
  if (measured === undefined) return [];
  return [
    ...(Object.keys(quantiles) as Quantile[]).map((quantile) => responseTime(quantile, measured)),
    {
      name: 'latency.service_time.p50',
      title: 'service time p50',
      group: 'latency',
      unit: 'ms',
      value: measured.serviceTimeMs.p50,
      n: measured.ledger.ok,
      of: 'requests',
    },
    {
      name: 'latency.throughput',
      title: 'throughput',
      group: 'latency',
      unit: 'requests/s',
      value: measured.durationMs > 0 ? (measured.ledger.ok * 1000) / measured.durationMs : null,
      n: measured.ledger.ok,
      of: 'requests',
    },
    {
      name: 'latency.failed_requests',
      title: 'failed requests',
      group: 'latency',
      unit: 'requests',
      value: lostRequests(measured.ledger),
      n: measured.ledger.sent,
      of: 'requests',
    },
  ];
}

function responseTime(quantile: Quantile, measured: LoadMeasurement): Figure {
  const value = measured.responseTimeMs[quantile];
  const interval = measured.responseTimeIntervals[quantile];
  const needed = samplesNeeded(quantiles[quantile]);
  return {
    name: `latency.response_time.${quantile}`,
    title: `response time ${quantile}`,
    group: 'latency',
    unit: 'ms',
    value,
    n: measured.ledger.ok,
    of: 'requests',
    ...(interval === undefined ? {} : { interval }),
    ...(value === null ? { note: `needs ${needed} answers, had ${measured.ledger.ok}` } : {}),
  };
}

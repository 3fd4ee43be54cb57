import type { Figure } from '../../model/figure.ts';
import { lostRequests } from '../../model/ledger.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Experiment } from '../../model/result.ts';
import { samplesNeeded } from '../../model/histogram.ts';
import { steadyLoads } from './experiments.ts';

const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
type Quantile = keyof typeof quantiles;

/** latencyFigures: response time, service time and throughput of the first steady load. */
export function latencyFigures(experiments: readonly Experiment[]): Figure[] {
  const load = steadyLoads(experiments)[0];
  if (load === undefined) return [];
  const { measured } = load;
  return [
    ...(Object.keys(quantiles) as Quantile[]).map((quantile) => responseTime(quantile, load)),
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

/** Where the engine times from the actual send, it says nothing of how long clients wait: there is no value then. */
function responseTime(quantile: Quantile, { measured, responseTimeFrom, engine }: LoadObservation): Figure {
  const unseen = responseTimeFrom === 'sent';
  const value = unseen ? null : measured.responseTimeMs[quantile];
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
    ...(interval === undefined || value === null ? {} : { interval }),
    ...(value === null
      ? { note: unseen ? unseenNote(engine) : `needs ${needed} answers, had ${measured.ledger.ok}` }
      : {}),
  };
}

function unseenNote(engine: LoadObservation['engine']): string {
  return `${engine} times from the actual send; only the paced engine counts from the scheduled start`;
}

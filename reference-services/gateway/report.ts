import type { Logger } from '../kit/logger.ts';
import type { Metrics } from '../kit/registry.ts';
import type { UpstreamReport } from './exchange.ts';

/** UpstreamReport counts in the gateway's own metrics, and logs what a replica failed to do. */
export function upstreamReport(metrics: Metrics, log: Logger): UpstreamReport {
  const duration = metrics.tally('upstreamDuration');
  const failures = metrics.counter('upstreamFailures');
  return {
    answered: (service, status, seconds) => duration.count(seconds, service, status),
    failed: ({ service, kind, ...details }) => {
      failures.inc({ service, kind });
      // That none is ready was logged when the last one was taken out.
      if (kind !== 'no_replica') log.warn({ upstream: service, kind, ...details }, 'upstream request failed');
    },
  };
}

import type { Metrics } from '../kit/registry.ts';
import type { UpstreamReport } from './exchange.ts';

/** UpstreamReport of the gateway's own metrics. */
export function upstreamReport(metrics: Metrics): UpstreamReport {
  const duration = metrics.histogram('upstreamDuration');
  const failures = metrics.counter('upstreamFailures');
  return {
    answered: (service, status, seconds) =>
      duration.observe({ service, http_response_status_code: String(status) }, seconds),
    failed: (service, kind) => failures.inc({ service, kind }),
  };
}

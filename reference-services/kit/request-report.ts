import type { Finished } from './in-flight.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './registry.ts';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export interface RequestReporterOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly accessLogSample: number;
  readonly random?: () => number;
}

/** requestReporter counts and times requests, and logs a share of them; labels take few values whatever is sent. */
export function requestReporter({
  log,
  metrics,
  accessLogSample,
  random = Math.random,
}: RequestReporterOptions) {
  const duration = metrics.histogram('requestDuration');
  const active = metrics.gauge('activeRequests');

  return {
    started(): void {
      active.inc();
    },
    finished(finished: Finished): void {
      active.dec();
      const labels = labelsOf(finished);
      duration.observe(labels, finished.durationMs / 1000);
      const failed = finished.answered && finished.response.statusCode >= 500;
      if (failed || random() < accessLogSample) log.info(accessLine(finished), 'request');
    },
  };
}

function labelsOf({ request, response, answered }: Finished) {
  const method = request.method ?? '';
  return {
    http_request_method: knownMethods.has(method) ? method : '_OTHER',
    http_route: request.route ?? 'unmatched',
    http_response_status_code: answered ? String(response.statusCode) : '',
  };
}

function accessLine({ request, response, durationMs, answered }: Finished) {
  return {
    requestId: request.requestId,
    method: request.method,
    path: request.url?.slice(0, 500),
    route: request.route,
    status: response.statusCode,
    answered,
    ...(request.failure !== undefined && { failure: request.failure }),
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
}

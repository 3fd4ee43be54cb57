import type { Finished } from './in-flight.ts';
import type { Logger } from './logger.ts';
import { type Metrics, observeWithin } from './registry.ts';
import { within } from './tracing/trace-context.ts';

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
      const { request, response, answered, durationMs } = finished;
      const { span } = request;
      if (span === undefined) duration.observe(labels, durationMs / 1000);
      else observeWithin(duration, labels, durationMs / 1000, span);
      const failed = answered && response.statusCode >= 500;
      if (failed || random() < accessLogSample) within(span, () => log.info(accessLine(finished), 'request'));
      span?.end(request.route, answered ? response.statusCode : undefined);
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

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
  const duration = metrics.tally('requestDuration');
  let active = 0;
  metrics.gauge('activeRequests', (gauge) => gauge.set(active));

  return {
    started(): void {
      active += 1;
    },
    finished(finished: Finished): void {
      active -= 1;
      const { request, response, answered, durationMs } = finished;
      const { span } = request;
      const [method, route] = [methodOf(request), request.route ?? 'unmatched'];
      const status = answered ? response.statusCode : '';
      if (span === undefined) duration.count(durationMs / 1000, method, route, status);
      else {
        const labels = {
          http_request_method: method,
          http_route: route,
          http_response_status_code: String(status),
        };
        observeWithin(duration.histogram, labels, durationMs / 1000, span);
      }
      const failed = answered && response.statusCode >= 500;
      if (failed || random() < accessLogSample) within(span, () => log.info(accessLine(finished), 'request'));
      span?.end(request.route, answered ? response.statusCode : undefined);
    },
  };
}

function methodOf({ method = '' }: Finished['request']): string {
  return knownMethods.has(method) ? method : '_OTHER';
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

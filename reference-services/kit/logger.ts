import {
  type DestinationStream,
  type Logger,
  destination as toDescriptor,
  pino,
  stdTimeFunctions,
} from 'pino';

import { redacted } from './redacted.ts';
import { activeTrace } from './tracing/trace-context.ts';
import { asSpan } from './tracing/tracing.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly service: string;
  readonly instance: string;
  readonly level: string;
  /** Whether lines say which span they belong to. */
  readonly traced?: boolean;
}

/**
 * createLogger writes one JSON object per line, by default to stdout, without what looks like a secret.
 * A line is written before the call returns; otherwise the last lines of a process come out of order or not at all.
 */
export function createLogger(
  options: LoggerOptions,
  destination: DestinationStream = toDescriptor({ dest: 1, sync: true }),
): Logger {
  const { service, instance, level, traced = false } = options;
  const settings = {
    level,
    base: { service, instance },
    timestamp: stdTimeFunctions.isoTime,
    hooks: { streamWrite: redacted },
    formatters: { level: (label: string) => ({ level: label }) },
    ...(traced && { mixin: spanFields }),
  };
  return pino(settings, destination);
}

/** By the names that OpenTelemetry gives them in logs of other formats. */
function spanFields(): object {
  const span = asSpan(activeTrace());
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}

/** lifecycleLogger logs start and stop whatever LOG_LEVEL says: those who run the service wait for these lines. */
export function lifecycleLogger(log: Logger): Logger {
  return log.child({}, { level: 'info' });
}

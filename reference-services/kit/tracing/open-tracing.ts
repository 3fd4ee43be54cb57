import type { Logger } from '../logger.ts';
import type { TracingOptions } from './settings.ts';
import type { Tracing } from './tracing.ts';

/** openTracing loads OpenTelemetry, which nothing but this does, and begins to send spans. */
export async function openTracing(options: TracingOptions, log: Logger): Promise<Tracing> {
  const { OtelTracing } = await import('./otel/otel-tracing.ts');
  return new OtelTracing(options, log);
}

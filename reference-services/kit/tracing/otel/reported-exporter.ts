import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { failureText } from '../../failure-text.ts';
import type { Logger } from '../../logger.ts';

/** reported has an exporter logged once when spans begin to be lost, and once when they arrive again. */
export function reported(exporter: SpanExporter, log: Logger): SpanExporter {
  let losing = false;
  const tell = ({ code, error }: ExportResult) => {
    const lost = code !== ExportResultCode.SUCCESS;
    if (lost === losing) return;
    losing = lost;
    if (lost) log.warn({ reason: failureText(error) }, 'traces do not reach the collector and are dropped');
    else log.info('traces reach the collector again');
  };
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        tell(result);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

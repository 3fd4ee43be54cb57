import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { failureText } from '../../failure-text.ts';
import type { Logger } from '../../logger.ts';
import type { TracingOptions } from '../settings.ts';
import type {
  BeginStatement,
  CallSpan,
  ServerSpan,
  TracedCall,
  TracedMessage,
  Tracing,
  WorkSpan,
} from '../tracing.ts';
import { callSpan, serverSpan } from './http-spans.ts';
import { processSpan, sendSpan } from './message-spans.ts';
import { type Begin, OtelSpan } from './otel-span.ts';
import { reported } from './reported-exporter.ts';
import { makeSampler } from './samplers.ts';
import { statementSpans } from './statement-spans.ts';

// A span is to be read by people.
const maxAttributeCharacters = 4096;

/** OtelTracing sends spans by OTLP over HTTP, in batches and behind what is served. */
export class OtelTracing implements Tracing {
  readonly #provider: TracerProvider;
  readonly #begin: Begin;
  readonly #log: Logger;

  constructor(options: TracingOptions, log: Logger) {
    this.#log = log;
    this.#provider = providerOf(options, log);
    const tracer = this.#provider.getTracer('reference-services');
    this.#begin = (name, kind, attributes, parent) =>
      tracer.startSpan(name, { kind, attributes }, OtelSpan.contextOf(parent));
  }

  server(request: IncomingMessage): ServerSpan {
    return serverSpan(this.#begin, request);
  }

  call(call: TracedCall): CallSpan {
    return callSpan(this.#begin, call);
  }

  statements(url: string): BeginStatement {
    return statementSpans(this.#begin, url);
  }

  send(message: TracedMessage): WorkSpan | undefined {
    return sendSpan(this.#begin, message);
  }

  process(message: TracedMessage, queue: string): WorkSpan {
    return processSpan(this.#begin, message, queue);
  }

  async stop(limitMs: number): Promise<void> {
    const sent = this.#provider.shutdown().then(() => true);
    const arrived = await Promise.race([sent, delay(limitMs, false)]).catch((error: unknown) => {
      this.#log.warn({ reason: failureText(error) }, 'the last traces do not reach the collector');
      return true;
    });
    if (!arrived) this.#log.warn({ limitMs }, 'the last traces did not reach the collector in time');
  }
}

function providerOf(options: TracingOptions, log: Logger): TracerProvider {
  const { url, headers, serviceName, instanceId, resourceAttributes, scheduleDelayMs, maxQueueSize } =
    options;
  const exporter = reported(new OTLPTraceExporter({ url, headers }), log);
  const resource = resourceFromAttributes({
    [ATTR_SERVICE_INSTANCE_ID]: instanceId,
    ...resourceAttributes,
    [ATTR_SERVICE_NAME]: serviceName,
  });
  return new TracerProvider({
    resource: defaultResource().merge(resource),
    sampler: makeSampler(options.sampler, options.ratio),
    spanLimits: { attributeValueLengthLimit: maxAttributeCharacters },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: scheduleDelayMs,
        maxQueueSize,
        maxExportBatchSize: Math.min(512, maxQueueSize),
      }),
    ],
  });
}

import * as z from 'zod';
import {
  type Config,
  type Environment,
  type Setting,
  choice,
  integer,
  optional,
  share,
  text,
  url,
} from '../config.ts';

/** TracingOptions are what tracing needs to be on. */
export interface TracingOptions {
  /** Where spans are sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly instanceId: string;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** For the samplers by ratio: the share of traces that is sent. */
  readonly ratio: number;
  readonly scheduleDelayMs: number;
  readonly maxQueueSize: number;
}

const samplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

export type SamplerName = (typeof samplers)[number];

const protocols = ['http/protobuf'] as const;
const localEndpoint = 'http://localhost:4318';

/** tracingSettings are the OpenTelemetry variables that every service takes. */
export function tracingSettings(service: string) {
  return {
    tracesExporter: optional(
      choice('OTEL_TRACES_EXPORTER', ['otlp', 'none'], {
        meaning:
          'otlp sends traces, none sends none; unset, they are sent if one of the OTLP endpoints below is set',
      }),
    ),
    otelDisabled: choice('OTEL_SDK_DISABLED', ['true', 'false'], {
      fallback: 'false',
      meaning: 'true sends no traces, whatever else is set; those that come in are still passed on',
    }),
    otlpEndpoint: optional(
      url('OTEL_EXPORTER_OTLP_ENDPOINT', {
        schemes: ['http', 'https'],
        meaning: `collector, to which /v1/traces is added; ${localEndpoint} if traces are sent and none is set`,
      }),
    ),
    otlpTracesEndpoint: optional(
      url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', {
        schemes: ['http', 'https'],
        meaning: 'collector of traces, exactly as it is; before OTEL_EXPORTER_OTLP_ENDPOINT',
      }),
    ),
    otlpProtocol: choice('OTEL_EXPORTER_OTLP_PROTOCOL', protocols, {
      fallback: 'http/protobuf',
      meaning: 'how the collector is spoken to',
    }),
    otlpTracesProtocol: choice('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', protocols, {
      fallback: 'http/protobuf',
      meaning: 'the same, for traces',
    }),
    otlpHeaders: pairs('OTEL_EXPORTER_OTLP_HEADERS', 'headers for the collector, such as a key', true),
    otlpTracesHeaders: pairs('OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'more of them, for traces', true),
    serviceName: text('OTEL_SERVICE_NAME', {
      type: 'name of 1 to 100 characters',
      pattern: /^.{1,100}$/,
      fallback: service,
      meaning: 'names the service in traces; before service.name in OTEL_RESOURCE_ATTRIBUTES',
    }),
    resourceAttributes: pairs('OTEL_RESOURCE_ATTRIBUTES', 'what else traces say of this replica', false),
    sampler: choice('OTEL_TRACES_SAMPLER', samplers, {
      fallback: 'parentbased_always_on',
      meaning: 'which traces are sent; parentbased: those that whoever asks sends as well',
    }),
    samplerRatio: share('OTEL_TRACES_SAMPLER_ARG', {
      fallback: '1',
      meaning: 'share of traces that the samplers by ratio send',
    }),
    scheduleDelayMs: integer('OTEL_BSP_SCHEDULE_DELAY', {
      min: 1,
      max: 600_000,
      unit: 'milliseconds',
      fallback: '5000',
      meaning: 'longest time that a span waits for others to be sent with',
    }),
    maxQueueSize: integer('OTEL_BSP_MAX_QUEUE_SIZE', {
      min: 1,
      max: 1_000_000,
      unit: 'spans',
      fallback: '2048',
      meaning: 'most spans that wait to be sent; beyond it they are dropped',
    }),
  };
}

export type TracingConfig = Config<ReturnType<typeof tracingSettings>>;

/** namesTracing says whether an environment sets any variable of OpenTelemetry; without one nothing is read. */
export function namesTracing(environment: Environment): boolean {
  for (const name in environment) if (name.startsWith('OTEL_')) return true;
  return false;
}

/** tracingOptions decides whether traces are sent, and gives how; undefined when they are not. */
export function tracingOptions(
  config: TracingConfig,
  instanceId: string,
  environment: Environment,
): TracingOptions | undefined {
  const { tracesExporter, otelDisabled, otlpEndpoint, otlpTracesEndpoint, resourceAttributes } = config;
  const wanted = tracesExporter ?? ((otlpEndpoint ?? otlpTracesEndpoint) ? 'otlp' : 'none');
  if (otelDisabled === 'true' || wanted === 'none') return undefined;
  return {
    url: otlpTracesEndpoint ?? tracesUnder(otlpEndpoint ?? localEndpoint),
    headers: { ...config.otlpHeaders, ...config.otlpTracesHeaders },
    serviceName:
      (!environment['OTEL_SERVICE_NAME'] && resourceAttributes['service.name']) || config.serviceName,
    instanceId,
    resourceAttributes,
    sampler: config.sampler,
    ratio: config.samplerRatio,
    scheduleDelayMs: config.scheduleDelayMs,
    maxQueueSize: config.maxQueueSize,
  };
}

function tracesUnder(endpoint: string): string {
  const collector = new URL(endpoint);
  collector.pathname = `${collector.pathname.replace(/\/+$/, '')}/v1/traces`;
  return collector.href;
}

/** A setting of names and values, percent-encoded as in the W3C Baggage header. */
function pairs(variable: string, meaning: string, secret: boolean): Setting<Record<string, string>> {
  return {
    variable,
    type: 'list, NAME=VALUE[,NAME=VALUE…], percent-encoded',
    meaning,
    fallback: '',
    ...(secret && { secret }),
    schema: z.string().transform((value, context) => {
      try {
        return Object.fromEntries(value === '' ? [] : value.split(',').map(pair));
      } catch {
        context.addIssue({ code: 'custom', message: 'is no list of NAME=VALUE' });
        return z.NEVER;
      }
    }),
  };
}

// A header that held one could not be sent.
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const controls = /[\u0000-\u001f\u007f]/;

function pair(entry: string): [string, string] {
  const [, name, value] = /^\s*([\w.!#$&'*+^`|~/-]+)\s*=\s*(.*?)\s*$/.exec(entry) ?? [];
  if (name === undefined || value === undefined) throw new Error('no NAME=VALUE');
  const decoded = decodeURIComponent(value);
  if (controls.test(decoded)) throw new Error('no VALUE');
  return [name, decoded];
}

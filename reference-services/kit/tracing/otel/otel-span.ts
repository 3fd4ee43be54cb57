import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span as SdkSpan,
  type SpanKind,
  SpanStatusCode,
  TraceFlags,
  createTraceState,
  trace,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { firstCause } from '../../failure-text.ts';
import type { TraceContext } from '../trace-context.ts';
import type { Span } from '../tracing.ts';

/** Begin starts a span below `parent`, or a trace of its own. */
export type Begin = (
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  parent: TraceContext | undefined,
) => SdkSpan;

/** OtelSpan is what a span of OpenTelemetry is to those who make and pass it on. */
export class OtelSpan implements Span {
  protected readonly sdk: SdkSpan;
  readonly traceId: string;
  readonly spanId: string;
  readonly #flags: number;
  readonly tracestate: string | undefined;

  constructor(sdk: SdkSpan) {
    this.sdk = sdk;
    const { traceId, spanId, traceFlags, traceState } = sdk.spanContext();
    this.traceId = traceId;
    this.spanId = spanId;
    this.#flags = traceFlags;
    this.tracestate = traceState?.serialize() || undefined;
  }

  get sampled(): boolean {
    return (this.#flags & TraceFlags.SAMPLED) !== 0;
  }

  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-${this.#flags.toString(16).padStart(2, '0')}`;
  }

  /** As a parent; what came from elsewhere is known by its text only. */
  static contextOf(parent: TraceContext | undefined): Context {
    if (parent === undefined) return ROOT_CONTEXT;
    if (parent instanceof OtelSpan) return trace.setSpan(ROOT_CONTEXT, parent.sdk);
    const [, traceId = '', spanId = '', flags = ''] = parent.traceparent.split('-');
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16),
      isRemote: true,
      ...(parent.tracestate !== undefined && { traceState: createTraceState(parent.tracestate) }),
    });
  }

  /** `failure` is one of a few words or a code; without it the work succeeded. */
  protected finish(attributes: Attributes, failure: string | undefined): void {
    this.sdk.setAttributes(attributes);
    if (failure !== undefined)
      this.sdk.setAttribute(ATTR_ERROR_TYPE, failure).setStatus({ code: SpanStatusCode.ERROR });
    this.sdk.end();
  }
}

/** codeOf names the kind of a failure by its code, such as a SQLSTATE, or its class; never by what it says. */
export function codeOf(error: unknown): string {
  const { cause = error } = (error ?? {}) as { cause?: unknown };
  const { name = 'Error' } = (cause ?? {}) as { name?: string };
  return firstCause(cause).code || name;
}

import { parse } from 'protobufjs';

// What is read of opentelemetry/proto/collector/trace/v1/trace_service.proto and what it imports, version 1.
const protocol = `
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    string trace_state = 3;
    bytes parent_span_id = 4;
    string name = 5;
    SpanKind kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    Status status = 15;
  }
  enum SpanKind { UNSPECIFIED = 0; INTERNAL = 1; SERVER = 2; CLIENT = 3; PRODUCER = 4; CONSUMER = 5; }
  message Status { StatusCode code = 3; }
  enum StatusCode { UNSET = 0; OK = 1; ERROR = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; }
  }`;

const request = parse(protocol).root.lookupType('ExportTraceServiceRequest');

type Attributes = Readonly<Record<string, unknown>>;

/** ExportedSpan is a span as it was sent, with what was said of the service that sent it. */
export interface ExportedSpan {
  readonly resource: Attributes;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly attributes: Attributes;
  readonly failed: boolean;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

type SentSpan = Pick<ExportedSpan, 'name' | 'kind' | 'traceState'> & {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code: string } | null;
};

/** readTraces reads the body of a request by which traces are sent. */
export function readTraces(body: Uint8Array): ExportedSpan[] {
  const sent = request.toObject(request.decode(body), {
    longs: Number,
    enums: String,
    bytes: Buffer,
    defaults: true,
    arrays: true,
  }) as Sent;
  return sent.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => asExported(span, valuesOf(resource.attributes)))),
  );
}

function asExported(
  { traceId, spanId, parentSpanId, ...span }: SentSpan,
  resource: Attributes,
): ExportedSpan {
  const { name, kind, traceState, attributes, status } = span;
  return {
    resource,
    traceId: hex(traceId),
    spanId: hex(spanId),
    parentSpanId: hex(parentSpanId),
    traceState,
    name,
    kind,
    attributes: valuesOf(attributes),
    failed: status?.code === 'ERROR',
  };
}

function valuesOf(attributes: readonly KeyValue[]): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

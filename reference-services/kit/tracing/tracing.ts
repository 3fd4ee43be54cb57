import type { IncomingMessage } from 'node:http';
import type { TraceContext } from './trace-context.ts';

/**
 * Tracing tells a collector what happens. There is none when it is off: who has `Tracing | undefined` asks once, and
 * pays nothing more. Spans are made where the work is, through this interface, and not by the instrumentations that
 * rewrite modules when they are loaded: a bundle loads none. What spans are called and say is behind it, with
 * OpenTelemetry itself, in a file of its own that is not even read when tracing is off.
 */
export interface Tracing {
  /** server begins the span of a request that came in, below what its headers name. */
  server(request: IncomingMessage): ServerSpan;
  /** call begins the span of a request that is passed on. */
  call(call: TracedCall): CallSpan;
  /**
   * statements gives what begins the span of a statement on the database at `url`. There is none outside of a trace:
   * what polls and sweeps belongs to nobody.
   */
  statements(url: string): BeginStatement;
  /** send begins the span of a message on its way from the outbox to the broker, below what caused the message. */
  send(message: TracedMessage): WorkSpan | undefined;
  /**
   * process begins the span of a message that is consumed. Messages are handled one by one, so that it is a child of
   * its sending, as the messaging conventions allow, and one trace shows a booking with all that came of it.
   */
  process(message: TracedMessage, queue: string): WorkSpan;
  /** stop sends what is left, in at most `limitMs`. */
  stop(limitMs: number): Promise<void>;
}

/** Span is one step of a trace that is under way, and the cause of what is done within it. */
export interface Span extends TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether it goes to the collector. */
  readonly sampled: boolean;
}

export interface ServerSpan extends Span {
  /** end takes the pattern of the route, and the status unless the client left before it had its answer. */
  end(route: string | undefined, status: number | undefined): void;
}

export interface TracedCall {
  /** Undefined only where nobody began a server's span. */
  readonly parent: TraceContext | undefined;
  readonly method: string;
  /** The pattern of the route, without what is stripped on the way. */
  readonly template: string | undefined;
  /** Host and port. */
  readonly address: string;
  readonly path: string;
  /** How many replicas were tried before. */
  readonly resends: number;
}

export interface CallSpan extends Span {
  /** end takes what came of the call: a status, or one word for what failed, or both. */
  end(status: number | undefined, failure: string | undefined): void;
}

export interface WorkSpan extends Span {
  /** end takes what the work failed with, if it failed. */
  end(error?: unknown): void;
}

export type BeginStatement = (statement: {
  readonly name: string;
  readonly text: string;
}) => WorkSpan | undefined;

export interface TracedMessage {
  readonly id: string;
  readonly name: string;
  readonly trace?: TraceContext | undefined;
}

/** asSpan gives a trace back if it is a span of this process: only those can be looked up at a collector. */
export function asSpan(trace: TraceContext | undefined): Span | undefined {
  return trace !== undefined && 'spanId' in trace ? (trace as Span) : undefined;
}

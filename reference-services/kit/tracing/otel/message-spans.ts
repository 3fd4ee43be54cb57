import { SpanKind } from '@opentelemetry/api';
import type { TracedMessage, WorkSpan } from '../tracing.ts';
import { type Begin, OtelSpan, codeOf } from './otel-span.ts';

// By the conventions for messaging spans 1.45, which are not stable yet, and so not constants of the package:
// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
// What is published goes to all queues that want it, so that the name of a message is its destination and a queue is
// a subscription to it.

function about({ id, name }: TracedMessage, operation: 'send' | 'process') {
  return {
    'messaging.system.name': 'postgresql',
    'messaging.operation.type': operation,
    'messaging.operation.name': operation,
    'messaging.destination.name': name,
    'messaging.message.id': id,
  };
}

/** sendSpan is the span of one message; those that travel together have different causes. */
export function sendSpan(begin: Begin, message: TracedMessage): WorkSpan | undefined {
  if (message.trace === undefined) return undefined;
  const attributes = about(message, 'send');
  return new MessageSpan(begin(`send ${message.name}`, SpanKind.PRODUCER, attributes, message.trace));
}

/** processSpan is the span of one attempt to consume a message. */
export function processSpan(begin: Begin, message: TracedMessage, queue: string): WorkSpan {
  const attributes = { ...about(message, 'process'), 'messaging.destination.subscription.name': queue };
  return new MessageSpan(begin(`process ${message.name}`, SpanKind.CONSUMER, attributes, message.trace));
}

class MessageSpan extends OtelSpan implements WorkSpan {
  end(error?: unknown): void {
    this.finish({}, error === undefined ? undefined : codeOf(error));
  }
}

import type { TraceContext } from '../kit/tracing/trace-context.ts';

/** Message tells other services what happened; its body never changes after it was written. */
export interface Message {
  /** UUIDv7. Consumers know by it what they have seen. */
  readonly id: string;
  readonly name: MessageName;
  /** What it is about; a broker that keeps order does so per aggregate. */
  readonly aggregateId: string;
  readonly body: unknown;
  /** When it was written to the outbox, RFC 3339. */
  readonly writtenAt: string;
  /** What caused it, if anybody traces that. */
  readonly trace?: TraceContext;
}

/** Draft is a message before its store gives it a time and its cause. */
export type Draft = Omit<Message, 'writtenAt' | 'trace'>;

/**
 * queues says which messages each consumer gets. It is the same for all who publish, whether a consumer has run yet
 * or not, so that no message is lost for want of one.
 */
export const queues = {
  bookings: ['locationCreated', 'eventCreated'],
  events: ['eventBooked', 'bookingCancelled'],
} as const;

export type Queue = keyof typeof queues;
export type MessageName = (typeof queues)[Queue][number];
export type MessageCounts = Readonly<Record<string, number>>;

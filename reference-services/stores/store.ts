import type { Message, MessageCounts } from '../brokers/message.ts';
import type { Dependency } from '../kit/health.ts';

/** Outbox keeps messages, written in the transaction of what they tell, until the broker has them. */
export interface Outbox {
  /**
   * move hands at most `limit` messages to `publish` and gives back those it moved. They leave the outbox when
   * `publish` resolves, and stay when it rejects.
   */
  move(limit: number, publish: (messages: readonly Message[]) => Promise<void>): Promise<readonly Message[]>;
  pending(): Promise<number>;
}

/** Receipt names a message whose effect is to happen once, however often it is delivered. */
export type Receipt = Pick<Message, 'id' | 'name'>;

/** Effect says whether a message did something now, or had been consumed before. */
export type Effect = 'applied' | 'repeated';

/** Store is what every service's store can do, whatever it keeps. */
export interface Store {
  readonly outbox: Outbox;
  /**
   * watch reports, until the store is closed, whether its database answers and is migrated; `onConnected` is called
   * after each successful connection.
   */
  watch(dependency: Dependency, onConnected: () => void): void;
  messageCounts(): Promise<{ readonly published: MessageCounts; readonly consumed: MessageCounts }>;
  /**
   * forgetConsumed drops at most `limit` receipts of messages consumed before, and gives how many; a message that
   * comes again later would count twice.
   */
  forgetConsumed(before: Date, limit: number): Promise<number>;
  close(): Promise<void>;
}

/** PageRequest asks for the entries after the one with the id `cursor`, in the order of their ids. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Page is a part of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

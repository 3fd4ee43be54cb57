import type { Message, Queue } from './message.ts';

/** Delivery is one message on its way to one consumer; it comes again until it is handled. */
export interface Delivery extends Message {
  /** How often it was tried before. */
  readonly attempts: number;
}

/** Outcome is what a consumer did with a delivery: it is handled, or nobody will ever understand it. */
export type Outcome = 'handled' | 'unreadable';

export interface SubscribeOptions {
  readonly queue: Queue;
  /**
   * Called for one message after the other, those of one aggregate in their order. When it rejects, the message is
   * delivered again later, at growing intervals, and the ones of its aggregate wait behind it.
   */
  readonly handle: (delivery: Delivery) => Promise<Outcome>;
  /** Says of what `handle` rejected with whether it passes by itself; if not, the message is given up some day. */
  readonly mayPass: (error: unknown) => boolean;
  /** Told what keeps the subscription from working, and undefined when it works. */
  readonly onState: (trouble: string | undefined) => void;
  readonly onFailed: (delivery: Delivery, error: unknown) => void;
  /** Told of a message that was put aside as a dead letter. */
  readonly onDead: (delivery: Delivery, reason: string) => void;
}

export interface Subscription {
  /** stop lets the message in work finish, and gives back the ones behind it. */
  stop(): Promise<void>;
}

/** Broker carries messages between services, each at least once. */
export interface Broker {
  /** publish resolves when the messages are kept for every queue that wants them. */
  publish(messages: readonly Message[]): Promise<void>;
  subscribe(options: SubscribeOptions): Subscription;
  /** pending counts the deliveries that are not handled yet, over all queues, dead letters among them. */
  pending(): Promise<number>;
  deadLetters(): Promise<number>;
  /** replay puts the dead letters of a queue back into it, behind what waits there, and gives how many. */
  replay(queue: Queue): Promise<number>;
  close(): Promise<void>;
}

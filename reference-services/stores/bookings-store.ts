import type { Effect, Page, PageRequest, Receipt, Store } from './store.ts';

export interface User {
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly age: number;
}

export interface NewBooking {
  readonly id: string;
  readonly eventId: string;
  readonly userId: string;
  readonly seats: number;
}

export interface Booking extends NewBooking {
  readonly status: 'active' | 'cancelled';
  readonly bookedAt: Date;
}

/**
 * BookOutcome is what became of a wish to book. `repeated` gives the booking that the same wish made before under the
 * same key, as it was then; `key_reused` says that the key was used for another wish.
 */
export type BookOutcome =
  | { readonly outcome: 'booked' | 'repeated'; readonly booking: Booking }
  | { readonly outcome: Refusal };

export type Refusal = 'sold_out' | 'event_not_found' | 'user_not_found' | 'key_reused';

/** CancelOutcome is what became of a wish to cancel; nothing is done unless the owner is who wished it. */
export type CancelOutcome =
  | { readonly outcome: 'cancelled' | 'unchanged'; readonly ownerId: string }
  | { readonly outcome: 'not_found'; readonly ownerId?: undefined };

/** BookableEvent is the copy of an event that bookings keeps, so that it need not ask the events service. */
export interface BookableEvent {
  readonly id: string;
  readonly name: string;
  readonly locationId: string;
  readonly hall: string;
  readonly start: Date;
  readonly end: Date;
  readonly capacity: number;
}

export interface KnownLocation {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly halls: readonly { readonly id: string; readonly name: string; readonly capacity: number }[];
}

export interface SeatsLeft {
  readonly eventId: string;
  readonly seatsLeft: number;
}

export interface EventSeats extends SeatsLeft {
  readonly capacity: number;
  /** Sum over the active bookings of the event. */
  readonly seatsBooked: number;
}

export interface BookingsAudit {
  readonly events: number;
  readonly eventSeats: readonly EventSeats[];
  readonly bookings: { readonly active: number; readonly cancelled: number };
  /** Seats sold beyond the capacity of their event, over all events; anything but 0 is a fault. */
  readonly oversoldSeats: number;
}

export interface AuditedBooking {
  readonly id: string;
  readonly eventId: string;
  readonly seats: number;
  readonly cancelled: boolean;
}

/** BookingsStore keeps users and bookings, and is the authority on the seats of every event. */
export interface BookingsStore extends Store {
  /** addUser gives false, and changes nothing, when there is a user with this id. */
  addUser(user: User): Promise<boolean>;
  findUser(id: string): Promise<User | undefined>;
  /**
   * book takes the seats, writes the booking and announces it as `messageId`, all at once or not at all. Under the
   * same `key` a user books once; a refusal leaves the key unused.
   */
  book(booking: NewBooking, messageId: string, key?: string): Promise<BookOutcome>;
  /** forgetKeys drops at most `limit` keys that were used before, and gives how many. */
  forgetKeys(before: Date, limit: number): Promise<number>;
  findBooking(id: string): Promise<Booking | undefined>;
  listBookings(userId: string, page: PageRequest): Promise<Page<Booking>>;
  /** mostBooked gives the `limit` events that most of the latest 1,000 bookings are for. */
  mostBooked(limit: number): Promise<readonly SeatsLeft[]>;
  /**
   * cancel frees the seats once if the booking is of `userId`, and announces that as `messageId`; a second
   * cancellation does nothing.
   */
  cancel(bookingId: string, userId: string, messageId: string): Promise<CancelOutcome>;
  keepEvent(receipt: Receipt, event: BookableEvent): Promise<Effect>;
  keepLocation(receipt: Receipt, location: KnownLocation): Promise<Effect>;
  audit(): Promise<BookingsAudit>;
  /** auditBookings gives every booking by id, some thousands at a time. */
  auditBookings(): AsyncIterable<readonly AuditedBooking[]>;
}

import type { Draft } from '../brokers/message.ts';
import type { Effect, Page, PageRequest, Receipt, Store } from './store.ts';

export interface Hall {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
}

export interface Location {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  /** Local time of day, HH:MM. */
  readonly openTime: string;
  readonly closeTime: string;
  readonly halls: readonly Hall[];
}

/** Money is an amount in the minor unit of its ISO 4217 currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface NewEvent {
  readonly id: string;
  readonly name: string;
  readonly start: Date;
  readonly end: Date;
  readonly locationId: string;
  readonly hallId: string;
  readonly price: Money;
  /** Seats in its hall. */
  readonly capacity: number;
}

/** Event knows how many of its seats are taken from what bookings tells, and so with a delay. */
export interface Event extends NewEvent {
  readonly seatsTaken: number;
}

export interface EventsAudit {
  readonly events: number;
  readonly locations: number;
  readonly eventSeats: readonly {
    readonly eventId: string;
    readonly capacity: number;
    readonly seatsLeft: number;
  }[];
}

/** EventsStore keeps locations and events, and what is known of their seats. */
export interface EventsStore extends Store {
  addLocation(location: Location, announcement: Draft): Promise<void>;
  findLocation(id: string): Promise<Location | undefined>;
  listLocations(page: PageRequest): Promise<Page<Location>>;
  /** addEvent writes the event and announces it, or does neither when another has its name. */
  addEvent(event: NewEvent, announcement: Draft): Promise<'added' | 'name_taken'>;
  findEvent(id: string): Promise<Event | undefined>;
  /** listEvents gives all, or those with exactly this name. */
  listEvents(page: PageRequest, name?: string): Promise<Page<Event>>;
  /** countSeats adds seats taken (or, below zero, freed); the order in which such messages arrive does not matter. */
  countSeats(receipt: Receipt, eventId: string, seats: number): Promise<Effect>;
  audit(): Promise<EventsAudit>;
}

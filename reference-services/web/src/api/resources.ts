/** Resources as the gateway answers them under /api; times are RFC 3339 in UTC. */

/** Listed is a part of a list, and where the next part begins. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Price is in the minor unit of its currency. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** Evening is what the API calls an event, a word that browsers use for something else. */
export interface Evening {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly locationId: string;
  readonly hallId: string;
  readonly price: Price;
  /** May lag behind the bookings, in either direction. */
  readonly seatsLeft: number;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly halls: readonly { readonly id: string; readonly name: string; readonly capacity: number }[];
}

export interface Booking {
  readonly id: string;
  readonly eventId: string;
  readonly seats: number;
  readonly status: 'active' | 'cancelled';
  readonly bookedAt: string;
}

export interface Profile {
  readonly first: string;
  readonly last: string;
  readonly age: number;
}

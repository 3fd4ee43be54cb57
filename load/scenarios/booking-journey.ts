import type { Scenario } from '../model/scenario.ts';

/** BookableEvent: an event that journeys choose, with its share of attention. */
export interface BookableEvent {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
}

/** KnownUser: a visitor with a token that names him. */
export interface KnownUser {
  readonly id: string;
  readonly token: string;
}

/** headers of every step: the visitor is logged in. */
const headers = { authorization: 'Bearer {user.token}' };

/** thinkTimeMs between the steps: a person would take longer, but a short measurement must hold whole journeys. */
const thinkTimeMs = { min: 50, max: 250 };

/**
 * bookingJourney: a visitor lists events, looks at one, books one to four seats, reads the booking, and one in ten
 * cancels it. Six in ten of those who look also book; for an event that is sold out, 409 is the right answer and the
 * journey ends. Acknowledged bookings and cancellations go to the journal, to be reconciled with the databases.
 */
export function bookingJourney(data: {
  readonly events: readonly BookableEvent[];
  readonly users: readonly KnownUser[];
}): Scenario {
  return {
    name: 'booking-journey',
    description: 'list events, look at one, book, read the booking, sometimes cancel',
    data: {
      events: data.events.map((event) => ({ ...event })),
      users: data.users.map((user) => ({ ...user })),
    },
    variables: { event: { oneOf: 'events' }, user: { oneOf: 'users' }, seats: { integer: [1, 4] } },
    steps: [
      {
        name: 'list events',
        method: 'GET',
        path: '/api/events?limit=20',
        headers,
        expectStatus: [200],
        checks: [{ pointer: '/items', type: 'array' }],
      },
      {
        name: 'look at event',
        method: 'GET',
        path: '/api/events/{event.id}',
        headers,
        expectStatus: [200],
        checks: [
          { pointer: '/id', equals: '{event.id}' },
          { pointer: '/name', equals: '{event.name}' },
        ],
        thinkTimeMs,
      },
      {
        name: 'book seats',
        method: 'POST',
        path: '/api/events/{event.id}/bookings',
        headers,
        body: { seats: '{seats}' },
        expectStatus: [201, 409],
        endsJourneyOn: [409],
        probability: 0.6,
        checks: [
          { pointer: '/eventId', equals: '{event.id}' },
          { pointer: '/seats', equals: '{seats}' },
        ],
        capture: { bookingId: '/id' },
        journal: { entry: 'booked', bookingId: '{bookingId}', eventId: '{event.id}', seats: '{seats}' },
        thinkTimeMs,
      },
      {
        name: 'read booking',
        method: 'GET',
        path: '/api/bookings/{bookingId}',
        headers,
        requires: ['bookingId'],
        expectStatus: [200],
        checks: [
          { pointer: '/id', equals: '{bookingId}' },
          { pointer: '/userId', equals: '{user.id}' },
        ],
        thinkTimeMs,
      },
      {
        name: 'cancel booking',
        method: 'DELETE',
        path: '/api/bookings/{bookingId}',
        headers,
        requires: ['bookingId'],
        expectStatus: [204],
        probability: 0.1,
        journal: { entry: 'cancelled', bookingId: '{bookingId}' },
        thinkTimeMs,
      },
    ],
  };
}

import { Problem } from '../kit/problem.ts';
import type { NewBooking, Refusal } from '../stores/bookings-store.ts';

/** refusal is what a client is told when a booking did not come about. */
export function refusal(outcome: Refusal, wish: NewBooking): Problem {
  if (outcome === 'sold_out') return soldOut(wish);
  if (outcome === 'key_reused') return keyReused();
  return outcome === 'event_not_found' ? noSuchEvent(wish.eventId) : noSuchUser(wish.userId);
}

function soldOut({ eventId, seats }: NewBooking): Problem {
  return new Problem({
    status: 409,
    slug: 'sold-out',
    title: 'Not enough seats are left',
    detail: `Event ${eventId} has fewer than ${seats} ${seats === 1 ? 'seat' : 'seats'} left.`,
  });
}

function keyReused(): Problem {
  return new Problem({
    status: 422,
    slug: 'idempotency-key-reused',
    title: 'The Idempotency-Key was used for another booking',
    detail: 'The same key came with another event or other seats before; take a new key for a new booking.',
  });
}

function noSuchEvent(id: string): Problem {
  return new Problem({
    status: 404,
    slug: 'event-not-found',
    title: 'There is no such event',
    detail: `No event with the id ${id} can be booked; a new one can shortly after it was created.`,
  });
}

export function noSuchUser(id: string): Problem {
  return new Problem({
    status: 404,
    slug: 'user-not-found',
    title: 'There is no such user',
    detail: `No user has the id ${id}.`,
  });
}

/** otherUser is the answer to a second, different profile; the same one again is no mistake. */
export function otherUser(id: string): Problem {
  return new Problem({
    status: 409,
    slug: 'user-differs',
    title: 'The user is known under another name or age',
    detail: `User ${id} has registered before, with other values.`,
  });
}

export function noSuchBooking(id: string): Problem {
  return new Problem({
    status: 404,
    slug: 'booking-not-found',
    title: 'There is no such booking',
    detail: `No booking has the id ${id}.`,
  });
}

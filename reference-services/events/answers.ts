import { Problem } from '../kit/problem.ts';
import type { Event, Location } from '../stores/events-store.ts';
import type { Page } from '../stores/store.ts';

/** eventAnswer is an event as clients see it; seatsLeft may lag behind the bookings, in either direction. */
export function eventAnswer(event: Event) {
  const { id, name, start, end, locationId, hallId, price, capacity, seatsTaken } = event;
  return {
    id,
    name,
    start: start.toISOString(),
    end: end.toISOString(),
    locationId,
    hallId,
    price,
    seatsLeft: Math.min(capacity, Math.max(0, capacity - seatsTaken)),
  };
}

/** eventsAnswer is a part of the list of events. */
export function eventsAnswer({ items, nextCursor }: Page<Event>) {
  return { items: items.map(eventAnswer), nextCursor };
}

export function noSuchEvent(id: string): Problem {
  return new Problem({
    status: 404,
    slug: 'event-not-found',
    title: 'There is no such event',
    detail: `No event has the id ${id}.`,
  });
}

export function noSuchLocation(id: string): Problem {
  return new Problem({
    status: 404,
    slug: 'location-not-found',
    title: 'There is no such location',
    detail: `No location has the id ${id}.`,
  });
}

export function nameTaken(name: string): Problem {
  return new Problem({
    status: 409,
    slug: 'event-name-taken',
    title: 'Another event has this name',
    detail: `An event with the name ${JSON.stringify(name)} exists; names of events are unique.`,
  });
}

export function unknownLocation(locationId: string): Problem {
  return new Problem({
    status: 422,
    slug: 'unknown-location',
    title: 'The event is at a location that does not exist',
    detail: `No location has the id ${locationId}; create it first.`,
  });
}

export function unknownHall({ name, halls }: Location, hallId: string): Problem {
  const known = halls.slice(0, 5).map((hall) => `${hall.id} (${hall.name})`);
  return new Problem({
    status: 422,
    slug: 'unknown-hall',
    title: 'The event is in a hall that its location does not have',
    detail: `${name} has no hall with the id ${hallId}; it has ${known.join(', ')}.`,
  });
}

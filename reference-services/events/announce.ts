import { randomUUIDv7 as newId } from 'node:crypto';
import type { Draft } from '../brokers/message.ts';
import type { Location, NewEvent } from '../stores/events-store.ts';

/** locationCreated tells of a new location. */
export function locationCreated({ id, name, address, country, halls }: Location): Draft {
  return {
    id: newId(),
    name: 'locationCreated',
    aggregateId: id,
    body: { id, name, address, country, halls },
  };
}

/** eventCreated tells of a new event, in the hall called `hall`. */
export function eventCreated({ id, name, locationId, start, end, capacity }: NewEvent, hall: string): Draft {
  return {
    id: newId(),
    name: 'eventCreated',
    aggregateId: id,
    body: { id, name, locationId, start, end, hall, capacity },
  };
}

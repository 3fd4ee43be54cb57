import { randomUUIDv7 as newId } from 'node:crypto';
import { idParams } from '../kit/fields.ts';
import type { App } from '../kit/server.ts';
import type { EventsStore, NewEvent } from '../stores/events-store.ts';
import { eventCreated, locationCreated } from './announce.ts';
import {
  eventAnswer,
  eventsAnswer,
  nameTaken,
  noSuchEvent,
  noSuchLocation,
  unknownHall,
  unknownLocation,
} from './answers.ts';
import { eventsQuery, locationsQuery, newEvent, newLocation } from './schemas.ts';

/** addRoutes adds the routes of events and locations; `wake` is called after each write to the outbox. */
export function addRoutes(app: App, store: EventsStore, wake: () => void): void {
  addLocationRoutes(app, store, wake);
  addEventRoutes(app, store, wake);
}

function addLocationRoutes(app: App, store: EventsStore, wake: () => void): void {
  app.post('/locations', { schema: { body: newLocation } }, async ({ body }, reply) => {
    const location = { id: newId(), ...body, halls: body.halls.map((hall) => ({ id: newId(), ...hall })) };
    await store.addLocation(location, locationCreated(location));
    wake();
    return reply.code(201).header('location', `/locations/${location.id}`).send(location);
  });
  app.get('/locations', { schema: { querystring: locationsQuery } }, ({ query }) =>
    store.listLocations(query),
  );
  app.get('/locations/:id', { schema: { params: idParams } }, async ({ params: { id } }) => {
    const location = await store.findLocation(id);
    if (!location) throw noSuchLocation(id);
    return location;
  });
}

function addEventRoutes(app: App, store: EventsStore, wake: () => void): void {
  app.post('/events', { schema: { body: newEvent } }, async ({ body }, reply) => {
    const hall = await hallOf(store, body.locationId, body.hallId);
    const event: NewEvent = { id: newId(), ...body, capacity: hall.capacity };
    const outcome = await store.addEvent(event, eventCreated(event, hall.name));
    if (outcome === 'name_taken') throw nameTaken(event.name);
    wake();
    const answer = eventAnswer({ ...event, seatsTaken: 0 });
    return reply.code(201).header('location', `/events/${event.id}`).send(answer);
  });
  app.get('/events', { schema: { querystring: eventsQuery } }, async ({ query: { name, ...page } }) =>
    eventsAnswer(await store.listEvents(page, name)),
  );
  app.get('/events/:id', { schema: { params: idParams } }, async ({ params: { id } }) => {
    const event = await store.findEvent(id);
    if (!event) throw noSuchEvent(id);
    return eventAnswer(event);
  });
}

async function hallOf(store: EventsStore, locationId: string, hallId: string) {
  const location = await store.findLocation(locationId);
  if (!location) throw unknownLocation(locationId);
  const hall = location.halls.find(({ id }) => id === hallId);
  if (!hall) throw unknownHall(location, hallId);
  return hall;
}

import * as z from 'zod';
import { pageOf, utcTime, uuid } from '../openapi/answer-fields.ts';
import type { ServiceDeclaration } from '../openapi/declaration.ts';
import type { EventsStore } from '../stores/events-store.ts';
import { addRoutes } from './routes.ts';
import { newEvent, newLocation } from './schemas.ts';

const hall = z.strictObject({ id: uuid, ...newLocation.shape.halls.element.shape });
const location = z.strictObject({ id: uuid, ...newLocation.shape, halls: z.array(hall).min(1).max(100) });
const event = z.strictObject({
  id: uuid,
  ...newEvent.shape,
  start: utcTime,
  end: utcTime,
  seatsLeft: z.int().min(0).describe('Follows what bookings tells, and so may lag, in either direction.'),
});
const events = pageOf(event);
const locations = pageOf(location);

/** eventsApi says what the routes of events answer. */
export const eventsApi: ServiceDeclaration = {
  name: 'events',
  description: 'Events, and the locations and halls where they take place.',
  tags: { events: 'What can be booked.', locations: 'Where events take place.' },
  schemas: {
    Event: event,
    EventPage: events,
    Location: location,
    LocationPage: locations,
    NewEvent: newEvent,
    NewLocation: newLocation,
  },
  addRoutes: (app) => addRoutes(app, {} as EventsStore, () => undefined),
  operations: {
    'POST /locations': {
      id: 'createLocation',
      tag: 'locations',
      summary: 'Adds a location with its halls',
      answer: {
        status: 201,
        description: 'The location.',
        schema: location,
        location: true,
        links: {
          event: {
            operationId: 'createEvent',
            requestBody: {
              locationId: '$response.body#/id',
              hallId: '$response.body#/halls/0/id',
            },
          },
        },
      },
    },
    'GET /locations': {
      id: 'listLocations',
      tag: 'locations',
      summary: 'Lists locations',
      answer: { status: 200, description: 'A part of the list, oldest first.', schema: locations },
    },
    'GET /locations/:id': {
      id: 'getLocation',
      tag: 'locations',
      summary: 'Shows a location',
      answer: { status: 200, description: 'The location.', schema: location },
      problems: { 404: ['location-not-found'] },
    },
    'POST /events': {
      id: 'createEvent',
      tag: 'events',
      summary: 'Adds an event in a hall of a location',
      description:
        'The end must be after the start, both from 1970 to 9999; all seats of the hall are for sale.',
      answer: {
        status: 201,
        description: 'The event.',
        schema: event,
        location: true,
        links: { event: { operationId: 'getEvent', parameters: { id: '$response.body#/id' } } },
      },
      problems: { 409: ['event-name-taken'], 422: ['unknown-location', 'unknown-hall'] },
    },
    'GET /events': {
      id: 'listEvents',
      tag: 'events',
      summary: 'Lists events, or those with exactly one name',
      answer: { status: 200, description: 'A part of the list, oldest first.', schema: events },
    },
    'GET /events/:id': {
      id: 'getEvent',
      tag: 'events',
      summary: 'Shows an event',
      answer: { status: 200, description: 'The event.', schema: event },
      problems: { 404: ['event-not-found'] },
    },
  },
};

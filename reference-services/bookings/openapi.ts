import * as z from 'zod';
import { id } from '../kit/fields.ts';
import { pageOf, utcTime, uuid } from '../openapi/answer-fields.ts';
import type { ServiceDeclaration } from '../openapi/declaration.ts';
import { addRoutes, type RouteOptions } from './routes.ts';
import { newBooking, newUser } from './schemas.ts';

const user = z.strictObject({ id, ...newUser.shape });
const booking = z.strictObject({
  id: uuid,
  eventId: id,
  userId: id,
  seats: newBooking.shape.seats,
  status: z.enum(['active', 'cancelled']),
  bookedAt: utcTime,
});
const bookings = pageOf(booking);

// Who sends a request is told by the gateway, which knows it from the token.
const notNamed = { 401: ['no-user'] };
const notOwn = { 403: ['not-yours'] };

/** bookingsApi says what the routes of bookings answer. */
export const bookingsApi: ServiceDeclaration = {
  name: 'bookings',
  description: 'Users, and the seats they book.',
  tags: { bookings: 'Seats that were sold.', users: 'Who buys seats.' },
  schemas: { Booking: booking, BookingPage: bookings, NewBooking: newBooking, NewUser: newUser, User: user },
  requestHeaders: {
    'x-user-id': id.describe('The user who sends the request; the gateway takes it from the token.'),
  },
  addRoutes: (app) => addRoutes(app, {} as RouteOptions),
  operations: {
    'POST /events/:eventId/bookings': {
      id: 'book',
      tag: 'bookings',
      summary: 'Books seats',
      answer: {
        status: 201,
        description: 'The booking.',
        schema: booking,
        location: true,
        links: {
          booking: { operationId: 'getBooking', parameters: { id: '$response.body#/id' } },
          cancellation: { operationId: 'cancelBooking', parameters: { id: '$response.body#/id' } },
        },
      },
      problems: {
        ...notNamed,
        ...notOwn,
        404: ['event-not-found', 'user-not-found'],
        409: ['sold-out'],
        422: ['idempotency-key-reused'],
      },
    },
    'GET /bookings/:id': {
      id: 'getBooking',
      tag: 'bookings',
      summary: 'Shows a booking',
      answer: { status: 200, description: 'The booking.', schema: booking },
      problems: { ...notNamed, ...notOwn, 404: ['booking-not-found'] },
    },
    'DELETE /bookings/:id': {
      id: 'cancelBooking',
      tag: 'bookings',
      summary: 'Cancels a booking, which frees its seats',
      description: 'To cancel again does nothing, and is answered alike.',
      answer: { status: 204, description: 'The booking is cancelled.' },
      problems: { ...notNamed, ...notOwn, 404: ['booking-not-found'] },
    },
    'POST /users': {
      id: 'createUser',
      tag: 'users',
      summary: 'Adds a user',
      answer: {
        status: 201,
        description: 'The user.',
        schema: user,
        location: true,
        links: {
          bookings: { operationId: 'listBookings', parameters: { id: '$response.body#/id' } },
          booking: { operationId: 'book', requestBody: { userId: '$response.body#/id' } },
        },
      },
      problems: { ...notNamed, 409: ['user-differs'] },
    },
    'GET /users/:id': {
      id: 'getUser',
      tag: 'users',
      summary: 'Shows a user',
      answer: { status: 200, description: 'The user.', schema: user },
      problems: { ...notNamed, ...notOwn, 404: ['user-not-found'] },
    },
    'GET /users/:id/bookings': {
      id: 'listBookings',
      tag: 'users',
      summary: "Lists a user's bookings, cancelled ones too",
      answer: { status: 200, description: 'A part of the list, oldest first.', schema: bookings },
      problems: { ...notNamed, ...notOwn, 404: ['user-not-found'] },
    },
  },
};

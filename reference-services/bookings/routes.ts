import { v7 as newId } from 'uuid';
import { idParams } from '../kit/fields.ts';
import type { App } from '../kit/server.ts';
import type { BookingsStore } from '../stores/bookings-store.ts';
import { noSuchBooking, noSuchUser, refusal } from './answers.ts';
import type { Counters } from './counters.ts';
import { bookingHeaders, bookingsQuery, eventParams, newBooking, newUser } from './schemas.ts';

export interface RouteOptions {
  readonly store: BookingsStore;
  readonly counters: Counters;
  /** Called after each write to the outbox. */
  readonly wake: () => void;
}

/** addRoutes adds the routes of bookings and users. */
export function addRoutes(app: App, options: RouteOptions): void {
  addBookingRoutes(app, options);
  addCancelRoute(app, options);
  addUserRoutes(app, options.store);
}

function addBookingRoutes(app: App, { store, counters, wake }: RouteOptions): void {
  const schema = { params: eventParams, body: newBooking, headers: bookingHeaders };
  app.post('/events/:eventId/bookings', { schema }, async ({ params, body, headers }, reply) => {
    const wish = { id: newId(), ...params, ...body };
    const result = await store.book(wish, newId(), headers['idempotency-key']);
    counters.attempts.inc({ outcome: result.outcome });
    if (!('booking' in result)) throw refusal(result.outcome, wish);
    if (result.outcome === 'booked') {
      counters.seats.observe(wish.seats);
      wake();
    }
    const { booking } = result;
    return reply.code(201).header('location', `/bookings/${booking.id}`).send(booking);
  });
  app.get('/bookings/:id', { schema: { params: idParams } }, async ({ params: { id } }) => {
    const booking = await store.findBooking(id);
    if (!booking) throw noSuchBooking(id);
    return booking;
  });
}

function addCancelRoute(app: App, { store, counters, wake }: RouteOptions): void {
  app.delete('/bookings/:id', { schema: { params: idParams } }, async ({ params: { id } }, reply) => {
    const outcome = await store.cancel(id, newId());
    if (outcome === 'not_found') throw noSuchBooking(id);
    if (outcome === 'cancelled') {
      counters.attempts.inc({ outcome });
      wake();
    }
    return reply.code(204).send();
  });
}

function addUserRoutes(app: App, store: BookingsStore): void {
  app.post('/users', { schema: { body: newUser } }, async ({ body }, reply) => {
    const user = { id: newId(), ...body };
    await store.addUser(user);
    return reply.code(201).header('location', `/users/${user.id}`).send(user);
  });
  app.get('/users/:id', { schema: { params: idParams } }, async ({ params: { id } }) => {
    const user = await store.findUser(id);
    if (!user) throw noSuchUser(id);
    return user;
  });
  const schema = { params: idParams, querystring: bookingsQuery };
  app.get('/users/:id/bookings', { schema }, async ({ params: { id }, query }) => {
    if (!(await store.findUser(id))) throw noSuchUser(id);
    return store.listBookings(id, query);
  });
}

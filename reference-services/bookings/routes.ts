import { randomUUIDv7 as newId } from 'node:crypto';
import { idParams } from '../kit/fields.ts';
import type { App } from '../kit/server.ts';
import type { BookingsStore, User } from '../stores/bookings-store.ts';
import { noSuchBooking, noSuchUser, otherUser, refusal } from './answers.ts';
import type { Counters } from './counters.ts';
import { callerOf, identified, mustBe } from './identity.ts';
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
  app.post('/events/:eventId/bookings', { schema, onRequest: identified }, async (request, reply) => {
    const { params, body, headers } = request;
    const userId = callerOf(request);
    mustBe(body.userId ?? userId, userId);
    const wish = { id: newId(), eventId: params.eventId, userId, seats: body.seats };
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
  const one = { schema: { params: idParams }, onRequest: identified };
  app.get('/bookings/:id', one, async (request) => {
    const booking = await store.findBooking(request.params.id);
    if (!booking) throw noSuchBooking(request.params.id);
    mustBe(booking.userId, callerOf(request));
    return booking;
  });
}

function addCancelRoute(app: App, { store, counters, wake }: RouteOptions): void {
  const one = { schema: { params: idParams }, onRequest: identified };
  app.delete('/bookings/:id', one, async (request, reply) => {
    const { id } = request.params;
    const { outcome, ownerId } = await store.cancel(id, callerOf(request), newId());
    if (outcome === 'not_found') throw noSuchBooking(id);
    mustBe(ownerId, callerOf(request));
    if (outcome === 'cancelled') {
      counters.attempts.inc({ outcome });
      wake();
    }
    return reply.code(204).send();
  });
}

function addUserRoutes(app: App, store: BookingsStore): void {
  app.post('/users', { schema: { body: newUser }, onRequest: identified }, async (request, reply) => {
    const user = { id: callerOf(request), ...request.body };
    if (!(await store.addUser(user)) && !isSame(user, await store.findUser(user.id)))
      throw otherUser(user.id);
    return reply.code(201).header('location', `/users/${user.id}`).send(user);
  });
  const one = { schema: { params: idParams }, onRequest: identified };
  app.get('/users/:id', one, async (request) => {
    const { id } = request.params;
    mustBe(id, callerOf(request));
    const user = await store.findUser(id);
    if (!user) throw noSuchUser(id);
    return user;
  });
  const list = { schema: { params: idParams, querystring: bookingsQuery }, onRequest: identified };
  app.get('/users/:id/bookings', list, async (request) => {
    const { id } = request.params;
    mustBe(id, callerOf(request));
    if (!(await store.findUser(id))) throw noSuchUser(id);
    return store.listBookings(id, request.query);
  });
}

function isSame(user: User, known: User | undefined): boolean {
  return known?.first === user.first && known.last === user.last && known.age === user.age;
}

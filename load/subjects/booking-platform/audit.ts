import { z } from 'zod';
import type { DatabaseUrls } from '../subject.ts';
import { runServiceCommand, serviceCommandLines } from './commands.ts';
import type { StoredBooking } from './compared-bookings.ts';
import { serviceEnv } from './system.ts';

const counts = z.record(z.string(), z.number());
const messages = z.object({ published: counts, consumed: counts });

const eventsAuditSchema = z.object({
  service: z.literal('events'),
  events: z.number(),
  eventSeats: z.array(z.object({ eventId: z.string(), capacity: z.number(), seatsLeft: z.number() })),
  outboxPending: z.number(),
  messages,
});

const storedBookingSchema = z.object({ id: z.string(), cancelled: z.boolean() });

const bookingsAuditSchema = z.object({
  service: z.literal('bookings'),
  events: z.number(),
  eventSeats: z.array(
    z.object({ eventId: z.string(), capacity: z.number(), seatsLeft: z.number(), seatsBooked: z.number() }),
  ),
  bookings: z.object({ active: z.number(), cancelled: z.number() }),
  oversoldSeats: z.number(),
  outboxPending: z.number(),
  brokerPending: z.number(),
  messages,
});

/** EventsAudit and BookingsAudit: what the services say of their own databases. */
export type EventsAudit = z.infer<typeof eventsAuditSchema>;
export type BookingsAudit = z.infer<typeof bookingsAuditSchema>;

/** auditEvents asks the events service's command for its account. */
export async function auditEvents(urls: DatabaseUrls): Promise<EventsAudit> {
  return eventsAuditSchema.parse(
    JSON.parse(await runServiceCommand('events', 'audit', serviceEnv('events', urls))),
  );
}

/** auditBookings asks the bookings service's command for its account. */
export async function auditBookings(urls: DatabaseUrls): Promise<BookingsAudit> {
  return bookingsAuditSchema.parse(
    JSON.parse(await runServiceCommand('bookings', 'audit', serviceEnv('bookings', urls))),
  );
}

/** storedBookings asks the same command for every booking, one after the other: there may be millions. */
export async function* storedBookings(urls: DatabaseUrls): AsyncGenerator<StoredBooking> {
  const lines = serviceCommandLines('bookings', 'audit', serviceEnv('bookings', urls), ['--ids']);
  let first = true;
  for await (const line of lines) {
    // The account as a whole comes first.
    if (!first) yield storedBookingSchema.parse(JSON.parse(line));
    first = false;
  }
}

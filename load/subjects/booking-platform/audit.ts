import { z } from 'zod';
import type { DatabaseUrls } from '../subject.ts';
import { runServiceCommand } from './commands.ts';
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

const auditedBooking = z.object({ id: z.string(), eventId: z.string(), seats: z.number() });

const bookingsAuditSchema = z.object({
  service: z.literal('bookings'),
  events: z.number(),
  eventSeats: z.array(
    z.object({ eventId: z.string(), capacity: z.number(), seatsLeft: z.number(), seatsBooked: z.number() }),
  ),
  bookings: z.object({ active: z.number(), cancelled: z.number() }),
  bookingIds: z.object({ active: z.array(auditedBooking), cancelled: z.array(auditedBooking) }).optional(),
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

/** auditBookings asks the bookings service's command for its account, with every booking if `ids`. */
export async function auditBookings(urls: DatabaseUrls, ids: boolean): Promise<BookingsAudit> {
  const text = await runServiceCommand(
    'bookings',
    'audit',
    serviceEnv('bookings', urls),
    ids ? ['--ids'] : [],
  );
  return bookingsAuditSchema.parse(JSON.parse(text));
}

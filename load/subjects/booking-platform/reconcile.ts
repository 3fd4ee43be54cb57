import type { ReconciliationObservation } from '../../model/reconciliation-observation.ts';
import type { Account } from '../subject.ts';
import type { BookingsAudit, EventsAudit } from './audit.ts';

/** detailsShown: how many disagreements are spelled out; the counts hold them all. */
const detailsShown = 20;

/**
 * reconcile holds what clients were told against what the databases hold and what was announced. A booking that is
 * stored without having been acknowledged is no fault: its answer was lost on the way.
 */
export function reconcile(
  account: Account,
  bookings: BookingsAudit,
  events: EventsAudit,
  settled: boolean,
): ReconciliationObservation {
  const active = new Set(bookings.bookingIds?.active.map(({ id }) => id));
  const cancelled = new Set(bookings.bookingIds?.cancelled.map(({ id }) => id));
  const acknowledged = new Set(account.booked.map(({ bookingId }) => bookingId));
  const missing = account.booked.filter(
    ({ bookingId }) => !active.has(bookingId) && !cancelled.has(bookingId),
  );
  const resurrected = account.cancelled.filter(({ bookingId }) => active.has(bookingId));
  const projections = projectionMismatches(bookings, events);
  const seatCounts = bookings.eventSeats.filter((e) => e.capacity - e.seatsBooked !== e.seatsLeft);
  const announcements = [
    announcement(
      'bookings are stored',
      active.size + cancelled.size,
      bookings.messages.published['eventBooked'],
    ),
    announcement('cancellations are stored', cancelled.size, bookings.messages.published['bookingCancelled']),
  ];
  return {
    kind: 'reconciliation',
    settled,
    acknowledgedBookings: account.booked.length,
    acknowledgedCancellations: account.cancelled.length,
    storedBookings: active.size + cancelled.size,
    missingBookings: missing.length,
    resurrectedBookings: resurrected.length,
    unacknowledgedBookings: [...active, ...cancelled].filter((id) => !acknowledged.has(id)).length,
    oversoldSeats: bookings.oversoldSeats,
    unannounced: announcements.reduce((sum, { difference }) => sum + difference, 0),
    projectionMismatches: projections.length,
    seatCountMismatches: seatCounts.length,
    details: [
      ...missing.map(({ bookingId }) => `booking ${bookingId} was acknowledged and is not stored`),
      ...resurrected.map(({ bookingId }) => `booking ${bookingId} was cancelled and is still active`),
      ...announcements.filter(({ difference }) => difference > 0).map(({ text }) => text),
      ...projections,
      ...seatCounts.map(
        (e) => `event ${e.eventId}: ${e.capacity} seats, ${e.seatsBooked} booked, ${e.seatsLeft} left`,
      ),
    ].slice(0, detailsShown),
  };
}

function announcement(what: string, stored: number, announced = 0): { difference: number; text: string } {
  return { difference: Math.abs(stored - announced), text: `${stored} ${what}, ${announced} announced` };
}

function projectionMismatches(bookings: BookingsAudit, events: EventsAudit): string[] {
  const projected = new Map(events.eventSeats.map((e) => [e.eventId, e.seatsLeft]));
  return bookings.eventSeats
    .filter((e) => projected.get(e.eventId) !== e.seatsLeft)
    .map(
      (e) =>
        `event ${e.eventId}: bookings has ${e.seatsLeft} seats left, events shows ${projected.get(e.eventId) ?? 'none'}`,
    );
}

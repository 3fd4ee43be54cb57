import type { ReconciliationObservation } from '../../model/observation.ts';
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
  const announcedBookings = bookings.messages.published['eventBooked'] ?? 0;
  const announcedCancellations = bookings.messages.published['bookingCancelled'] ?? 0;
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
    unannounced:
      Math.abs(active.size + cancelled.size - announcedBookings) +
      Math.abs(cancelled.size - announcedCancellations),
    projectionMismatches: projections.length,
    seatCountMismatches: seatCounts.length,
    details: [
      ...missing.map(({ bookingId }) => `booking ${bookingId} was acknowledged and is not stored`),
      ...resurrected.map(({ bookingId }) => `booking ${bookingId} was cancelled and is still active`),
      ...projections,
      ...seatCounts.map(
        (e) => `event ${e.eventId}: ${e.capacity} seats, ${e.seatsBooked} booked, ${e.seatsLeft} left`,
      ),
    ].slice(0, detailsShown),
  };
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

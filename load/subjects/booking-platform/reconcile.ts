import type { ReconciliationObservation } from '../../model/reconciliation-observation.ts';
import type { BookingsAudit, EventsAudit } from './audit.ts';
import type { ComparedBookings } from './compared-bookings.ts';

/** detailsShown: how many disagreements are spelled out; the counts hold them all. */
export const detailsShown = 20;

/**
 * reconcile holds what clients were told against what the databases hold and what was announced. A booking that is
 * stored without having been acknowledged is no fault: its answer was lost on the way. What was announced is held against
 * the count of the same audit, since a request that its client gave up may book after the bookings were compared.
 */
export function reconcile(
  compared: ComparedBookings,
  bookings: BookingsAudit,
  events: EventsAudit,
  settled: boolean,
): ReconciliationObservation {
  const { active, cancelled } = bookings.bookings;
  const stored = active + cancelled;
  const projections = projectionMismatches(bookings, events);
  const seatCounts = bookings.eventSeats.filter((e) => e.capacity - e.seatsBooked !== e.seatsLeft);
  const { published } = bookings.messages;
  const announcements = [
    announcement('bookings are stored', stored, published['eventBooked']),
    announcement('cancellations are stored', cancelled, published['bookingCancelled']),
  ];
  return {
    kind: 'reconciliation',
    settled,
    acknowledgedBookings: compared.acknowledgedBookings,
    acknowledgedCancellations: compared.acknowledgedCancellations,
    storedBookings: stored,
    missingBookings: compared.missing,
    resurrectedBookings: compared.resurrected,
    unacknowledgedBookings: compared.unacknowledged,
    oversoldSeats: bookings.oversoldSeats,
    unannounced: announcements.reduce((sum, { difference }) => sum + difference, 0),
    projectionMismatches: projections.length,
    seatCountMismatches: seatCounts.length,
    details: [
      ...compared.details,
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

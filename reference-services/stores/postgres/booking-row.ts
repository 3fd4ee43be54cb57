import type { Booking } from '../bookings-store.ts';

/** BookingRow is a row of `bookings`. */
export interface BookingRow {
  readonly id: string;
  readonly event_id: string;
  readonly user_id: string;
  readonly seats: number;
  readonly booked_at: Date;
  readonly cancelled_at: Date | null;
}

/** asBooking is the booking of a row. */
export function asBooking(row: BookingRow): Booking {
  return {
    id: row.id,
    eventId: row.event_id,
    userId: row.user_id,
    seats: row.seats,
    status: row.cancelled_at === null ? 'active' : 'cancelled',
    bookedAt: row.booked_at,
  };
}

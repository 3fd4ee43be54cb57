import type { Account } from '../subject.ts';
import { PackedIds } from './packed-ids.ts';

/** StoredBooking: a booking as the service's audit prints it. */
export interface StoredBooking {
  readonly id: string;
  readonly cancelled: boolean;
}

/** ComparedBookings: what clients were told of single bookings against what is stored of them. */
export interface ComparedBookings {
  readonly acknowledgedBookings: number;
  readonly acknowledgedCancellations: number;
  readonly active: number;
  readonly cancelled: number;
  readonly missing: number;
  readonly resurrected: number;
  readonly unacknowledged: number;
  /** details: the first disagreements, in words. */
  readonly details: readonly string[];
}

const [toldBooked, toldCancelled, stored] = [1, 2, 4];

/**
 * comparedBookings reads both accounts once, one entry at a time, and keeps 23 to 34 bytes of each booking.
 * `mostDetails`: how many disagreements are spelled out; the counts hold them all.
 */
export async function comparedBookings(
  account: Account,
  bookings: AsyncIterable<StoredBooking> | Iterable<StoredBooking>,
  mostDetails: number,
): Promise<ComparedBookings> {
  const found = {
    acknowledgedBookings: 0,
    acknowledgedCancellations: 0,
    active: 0,
    cancelled: 0,
    missing: 0,
    resurrected: 0,
    unacknowledged: 0,
  };
  const details: string[] = [];
  const tell = (detail: string): void => void (details.length < mostDetails && details.push(detail));
  using ids = new PackedIds();
  for await (const { told, bookingId } of account) {
    ids.mark(bookingId, told === 'booked' ? toldBooked : toldCancelled);
    found[told === 'booked' ? 'acknowledgedBookings' : 'acknowledgedCancellations'] += 1;
  }
  for await (const { id, cancelled } of bookings) {
    const told = ids.mark(id, stored);
    found[cancelled ? 'cancelled' : 'active'] += 1;
    if ((told & toldBooked) === 0) found.unacknowledged += 1;
    if (cancelled || (told & toldCancelled) === 0) continue;
    found.resurrected += 1;
    tell(`booking ${id} was cancelled and is still active`);
  }
  ids.each((id, marks) => {
    if ((marks & stored) !== 0 || (marks & toldBooked) === 0) return;
    found.missing += 1;
    tell(`booking ${id} was acknowledged and is not stored`);
  });
  return { ...found, details };
}

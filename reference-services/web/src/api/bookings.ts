import { ask } from './ask.ts';
import type { Booking, Listed, Profile } from './resources.ts';

/** Bearer is whoever asks: a token, and the user whom it names. */
export interface Bearer {
  readonly token: string;
  readonly userId: string;
}

const partSize = 100;
const mostParts = 10;

export function book(
  { token }: Bearer,
  eventId: string,
  seats: number,
  idempotencyKey: string,
): Promise<Booking> {
  const path = `/events/${encodeURIComponent(eventId)}/bookings`;
  return ask(path, { method: 'POST', token, body: { seats }, idempotencyKey });
}

export function cancel({ token }: Bearer, bookingId: string): Promise<void> {
  return ask(`/bookings/${encodeURIComponent(bookingId)}`, { method: 'DELETE', token });
}

/** listBookings gives all of a user's bookings (the first thousand), the latest first. */
export async function listBookings({ token, userId }: Bearer, signal?: AbortSignal): Promise<Booking[]> {
  const bookings: Booking[] = [];
  let cursor: string | null = null;
  for (let part = 0; part < mostParts; part += 1) {
    const query = new URLSearchParams({ limit: String(partSize), ...(cursor !== null && { cursor }) });
    const listed: Listed<Booking> = await ask(`/users/${userId}/bookings?${query.toString()}`, {
      token,
      signal,
    });
    bookings.push(...listed.items);
    cursor = listed.nextCursor;
    if (cursor === null) break;
  }
  return bookings.toReversed();
}

export function findProfile({ token, userId }: Bearer, signal?: AbortSignal): Promise<Profile> {
  return ask(`/users/${userId}`, { token, signal });
}

export function register({ token }: Bearer, profile: Profile): Promise<Profile> {
  return ask('/users', { method: 'POST', token, body: profile });
}

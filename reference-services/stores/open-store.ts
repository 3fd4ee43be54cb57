import type { BookingsStore } from './bookings-store.ts';
import type { EventsStore } from './events-store.ts';
import { PostgresBookingsStore } from './postgres/bookings-store.ts';
import { PostgresEventsStore } from './postgres/events-store.ts';

/** openEventsStore gives the store that a URL names; the settings let only known schemes through. */
export function openEventsStore(url: string, poolSize: number, applicationName: string): EventsStore {
  return new PostgresEventsStore({ url, poolSize, applicationName });
}

/** openBookingsStore gives the store that a URL names. */
export function openBookingsStore(url: string, poolSize: number, applicationName: string): BookingsStore {
  return new PostgresBookingsStore({ url, poolSize, applicationName });
}

import { type Config, integer } from '../kit/config.ts';
import { storeSettings } from '../kit/settings.ts';

/** bookingsSettings are the variables of the bookings service. */
export const bookingsSettings = {
  ...storeSettings,
  idempotencyKeyTtlSeconds: integer('IDEMPOTENCY_KEY_TTL', {
    min: 1,
    max: 31_536_000,
    unit: 'seconds',
    fallback: '86400',
    meaning: 'how long, at least, the same Idempotency-Key gets the first answer',
  }),
  eventSeatsLeftTop: integer('EVENT_SEATS_LEFT_TOP', {
    min: 0,
    max: 1000,
    unit: 'events',
    fallback: '20',
    meaning: 'events in the metric event_seats_left: those that most of the latest 1,000 bookings are for',
  }),
};

export type BookingsConfig = Config<typeof bookingsSettings>;

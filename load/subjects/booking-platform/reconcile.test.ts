import { expect, test } from 'vitest';
import { unreconciled } from '../../model/reconciliation-observation.ts';
import type { Account } from '../subject.ts';
import type { BookingsAudit, EventsAudit } from './audit.ts';
import { reconcile } from './reconcile.ts';

const account: Account = {
  booked: [
    { bookingId: 'b1', eventId: 'e1', seats: 2 },
    { bookingId: 'b2', eventId: 'e1', seats: 1 },
  ],
  cancelled: [{ bookingId: 'b2' }],
};

const bookings: BookingsAudit = {
  service: 'bookings',
  events: 1,
  eventSeats: [{ eventId: 'e1', capacity: 10, seatsLeft: 8, seatsBooked: 2 }],
  bookings: { active: 1, cancelled: 1 },
  bookingIds: {
    active: [{ id: 'b1', eventId: 'e1', seats: 2 }],
    cancelled: [{ id: 'b2', eventId: 'e1', seats: 1 }],
  },
  oversoldSeats: 0,
  outboxPending: 0,
  brokerPending: 0,
  messages: { published: { eventBooked: 2, bookingCancelled: 1 }, consumed: {} },
};

const events: EventsAudit = {
  service: 'events',
  events: 1,
  eventSeats: [{ eventId: 'e1', capacity: 10, seatsLeft: 8 }],
  outboxPending: 0,
  messages: { published: {}, consumed: {} },
};

test('accounts that agree leave nothing unreconciled', () => {
  const seen = reconcile(account, bookings, events, true);
  expect(seen).toMatchObject({
    acknowledgedBookings: 2,
    acknowledgedCancellations: 1,
    storedBookings: 2,
    details: [],
  });
  expect(unreconciled(seen)).toBe(0);
});

test('a booking whose answer was lost is stored without being acknowledged, which is no fault', () => {
  const seen = reconcile({ booked: account.booked.slice(0, 1), cancelled: [] }, bookings, events, true);
  expect(seen.unacknowledgedBookings).toBe(1);
  expect(unreconciled(seen)).toBe(0);
});

const lost = { ...account, booked: [...account.booked, { bookingId: 'b3', eventId: 'e1', seats: 1 }] };
const stillActive = { ...account, cancelled: [{ bookingId: 'b1' }] };
const silent = {
  ...bookings,
  messages: { published: { eventBooked: 1, bookingCancelled: 1 }, consumed: {} },
};
const twice = { ...bookings, messages: { published: { eventBooked: 3, bookingCancelled: 1 }, consumed: {} } };
const miscounted = {
  ...bookings,
  eventSeats: [{ eventId: 'e1', capacity: 10, seatsLeft: 8, seatsBooked: 3 }],
};
const lagging = { ...events, eventSeats: [{ eventId: 'e1', capacity: 10, seatsLeft: 9 }] };

test.each([
  [
    'an acknowledged booking that is not stored',
    lost,
    bookings,
    events,
    /b3 was acknowledged and is not stored/,
  ],
  ['a cancellation that did not last', stillActive, bookings, events, /b1 was cancelled and is still active/],
  ['a booking that was never announced', account, silent, events, /2 bookings are stored, 1 announced/],
  ['a booking that was announced twice', account, twice, events, /2 bookings are stored, 3 announced/],
  ['seats that do not add up', account, miscounted, events, /10 seats, 3 booked, 8 left/],
  ['a projection that differs', account, bookings, lagging, /bookings has 8 seats left, events shows 9/],
] as const)('%s is counted', (_, told, stored, shown, detail) => {
  const seen = reconcile(told, stored, shown, true);
  expect(unreconciled(seen)).toBe(1);
  expect(seen.details.join('\n')).toMatch(detail);
});

import { expect, test } from 'vitest';
import { unreconciled } from '../../model/reconciliation-observation.ts';
import type { Told } from '../subject.ts';
import type { BookingsAudit, EventsAudit } from './audit.ts';
import { comparedBookings } from './compared-bookings.ts';
import { detailsShown, reconcile } from './reconcile.ts';

const [b1, b2, b3] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];

const account: Told[] = [
  { told: 'booked', bookingId: b1 },
  { told: 'booked', bookingId: b2 },
  { told: 'cancelled', bookingId: b2 },
];

const storedBookings = [
  { id: b1, cancelled: false },
  { id: b2, cancelled: true },
];

async function reconciled(told: readonly Told[], stored: BookingsAudit, shown: EventsAudit) {
  return reconcile(await comparedBookings(told, storedBookings, detailsShown), stored, shown, true);
}

const bookings: BookingsAudit = {
  service: 'bookings',
  events: 1,
  eventSeats: [{ eventId: 'e1', capacity: 10, seatsLeft: 8, seatsBooked: 2 }],
  bookings: { active: 1, cancelled: 1 },
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

test('accounts that agree leave nothing unreconciled', async () => {
  const seen = await reconciled(account, bookings, events);
  expect(seen).toMatchObject({
    acknowledgedBookings: 2,
    acknowledgedCancellations: 1,
    storedBookings: 2,
    details: [],
  });
  expect(unreconciled(seen)).toBe(0);
});

test('a booking whose answer was lost is stored without being acknowledged, which is no fault', async () => {
  const seen = await reconciled(account.slice(0, 1), bookings, events);
  expect(seen.unacknowledgedBookings).toBe(1);
  expect(unreconciled(seen)).toBe(0);
});

test('a booking made after the bookings were compared is counted with its announcement', async () => {
  const later: BookingsAudit = {
    ...bookings,
    bookings: { active: 2, cancelled: 1 },
    messages: { published: { eventBooked: 3, bookingCancelled: 1 }, consumed: {} },
  };
  expect(unreconciled(await reconciled(account, later, events))).toBe(0);
});

const lost: Told[] = [...account, { told: 'booked', bookingId: b3 }];
const stillActive: Told[] = [...account, { told: 'cancelled', bookingId: b1 }];
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
    /3 was acknowledged and is not stored/,
  ],
  ['a cancellation that did not last', stillActive, bookings, events, /1 was cancelled and is still active/],
  ['a booking that was never announced', account, silent, events, /2 bookings are stored, 1 announced/],
  ['a booking that was announced twice', account, twice, events, /2 bookings are stored, 3 announced/],
  ['seats that do not add up', account, miscounted, events, /10 seats, 3 booked, 8 left/],
  ['a projection that differs', account, bookings, lagging, /bookings has 8 seats left, events shows 9/],
] as const)('%s is counted', async (_, told, stored, shown, detail) => {
  const seen = await reconciled(told, stored, shown);
  expect(unreconciled(seen)).toBe(1);
  expect(seen.details.join('\n')).toMatch(detail);
});

test('more disagreements than are spelled out are counted all the same', async () => {
  const many = Array.from({ length: 30 }, (_, i): Told => {
    const last = String(i).padStart(12, '0');
    return { told: 'booked', bookingId: `10000000-0000-7000-8000-${last}` };
  });
  const seen = await reconciled(many, bookings, events);
  expect(seen).toMatchObject({ missingBookings: 30, unacknowledgedBookings: 2 });
  expect(seen.details).toHaveLength(detailsShown);
});

import { expect, test } from 'vitest';
import type { Audits } from './settled-audits.ts';
import { SettledAudits } from './settled-audits.ts';

test('messages that are under way are waited for', async () => {
  const { audits, asked } = answering(at(5, 3), at(5, 1), at(5));
  expect((await audits.read()).bookings.outboxPending).toBe(0);
  expect(asked()).toBe(3);
});

test('an account that was counted the same afterwards is not asked for again', async () => {
  const { audits, asked } = answering(at(5));
  const first = await audits.read();
  expect(await audits.unchanged(first, { active: 5, cancelled: 0 })).toMatchObject({ settled: true });
  expect(asked()).toBe(1);
});

test('bookings that a request makes whose client has gone are waited for', async () => {
  const { audits } = answering(at(5), at(7, 2), at(7), at(8), at(8));
  const first = await audits.read();
  const { bookings, settled } = await audits.unchanged(first, { active: 6, cancelled: 0 });
  expect({ bookings: bookings.bookings, settled }).toEqual({
    bookings: { active: 8, cancelled: 0 },
    settled: true,
  });
});

test('what never comes to rest is told as unsettled', async () => {
  let count = 5;
  const audits = new SettledAudits(() => Promise.resolve(at((count += 1))), 20);
  const first = await audits.read();
  expect(await audits.unchanged(first, { active: 0, cancelled: 0 })).toMatchObject({ settled: false });
});

function answering(...answers: readonly Audits[]) {
  let asked = 0;
  const ask = () => Promise.resolve(answers[asked++]!);
  return { audits: new SettledAudits(ask, 60_000), asked: () => asked };
}

function at(active: number, outboxPending = 0): Audits {
  const messages = { published: {}, consumed: {} };
  return {
    bookings: {
      service: 'bookings',
      events: 0,
      eventSeats: [],
      bookings: { active, cancelled: 0 },
      oversoldSeats: 0,
      outboxPending,
      brokerPending: 0,
      messages,
    },
    events: { service: 'events', events: 0, eventSeats: [], outboxPending: 0, messages },
  };
}

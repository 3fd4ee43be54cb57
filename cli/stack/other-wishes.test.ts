import { expect, test } from 'vitest';
import { refuseOtherWishes } from './other-wishes.ts';

const containers = ['bookings', 'bookings', 'events', 'gateway'].map((service) => ({ service }));
const asked = (replicas: Record<string, number>, profile: string[] = []) =>
  refuseOtherWishes({ project: 'mine', replicas, profile }, ['dashboards', 'faro'], containers);

test('a stack that is what a start asks for gets its load', () => {
  expect(() => asked({})).not.toThrow();
  expect(() => asked({ bookings: 2, events: 1 }, ['faro'])).not.toThrow();
});

test.each([
  [{ bookings: 3 }, [], 'the stack "mine" is up already, with 2 of bookings.'],
  [{ bookings: 2 }, ['tracing'], 'the stack "mine" is up already, without tracing.'],
  [{ events: 2 }, ['database'], 'the stack "mine" is up already, with 1 of events, without database.'],
])('one that is another is not silently left as it is: %o %o', (replicas, profile, message) => {
  expect(() => asked(replicas as Record<string, number>, profile)).toThrow(message);
});

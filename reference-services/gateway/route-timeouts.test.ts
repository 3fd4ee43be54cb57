import { expect, test } from 'vitest';
import { readConfig } from '../kit/config.ts';
import { routeTimeouts } from './route-timeouts.ts';

const read = (text: string) => [...readConfig({ routeTimeouts }, { ROUTE_TIMEOUTS_MS: text }).routeTimeouts];

test('routes with their limits are separated by commas', () => {
  expect(read('/api/events/:id=1000, /api/events/:eventId/bookings = 8000')).toEqual([
    ['/api/events/:id', 1000],
    ['/api/events/:eventId/bookings', 8000],
  ]);
  expect(read('')).toEqual([]);
});

test.each([
  ['/api/events', 'a route without a limit'],
  ['/api/nothing=5', 'no route'],
  ['/events=5', 'a route as replicas know it'],
  ['/api/events=0', 'no time'],
  ['/api/events=600001', 'too long'],
  ['/api/events=5s', 'a unit'],
  ['/api/events=5,/api/events=6', 'one route twice'],
  ['/api/events=5=6', 'two limits'],
])('%s is refused: %s', (text) => {
  expect(() => read(text)).toThrow(/^ROUTE_TIMEOUTS_MS is .*ROUTE=MILLISECONDS[^\n]*$/);
});

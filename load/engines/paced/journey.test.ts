import { expect, test } from 'vitest';
import type { Scenario, Step } from '../../model/scenario.ts';
import { itinerary } from './journey.ts';

const step = { method: 'GET' as const, path: '/', expectStatus: [] } satisfies Omit<Step, 'name'>;
const scenario: Scenario = {
  name: 'test',
  description: '',
  data: {
    events: [
      { id: 'popular', weight: 8 },
      { id: 'rare', weight: 2 },
    ],
    users: ['a', 'b'],
  },
  variables: { event: { oneOf: 'events' }, user: { oneOf: 'users' }, seats: { integer: [1, 4] } },
  steps: [
    { ...step, name: 'always' },
    { ...step, name: 'mostly', probability: 0.6, thinkTimeMs: { min: 50, max: 250 } },
    { ...step, name: 'after a capture', requires: ['bookingId'] },
  ],
};

test('a journey draws by seed and index alone', () => {
  const [once, again] = [itinerary(scenario, '', 7), itinerary(scenario, '', 7)];
  again.begin(0, true);
  again.begin(1, true);
  expect(again.begin(5, true)).toEqual(once.begin(5, true));
  expect(itinerary(scenario, '', 8).begin(5, true)).not.toEqual(once.begin(5, true));
});

test('draws keep to weights, bounds and probabilities', () => {
  const route = itinerary(scenario, '', 1);
  const count = 10_000;
  const journeys = Array.from({ length: count }, (_, index) => route.begin(index, true));
  const share = (holds: (journey: (typeof journeys)[number]) => boolean): number =>
    journeys.filter(holds).length / count;
  expect(share(({ variables }) => JSON.stringify(variables['event']).includes('popular'))).toBeCloseTo(
    0.8,
    1,
  );
  expect(share(({ variables }) => variables['user'] === 'a')).toBeCloseTo(0.5, 1);
  for (const seats of [1, 2, 3, 4]) {
    expect(Math.abs(share(({ variables }) => variables['seats'] === seats) - 0.25)).toBeLessThan(0.03);
  }
  expect(Math.abs(share(({ choices }) => choices[1]?.taken === true) - 0.6)).toBeLessThan(0.03);
  const thinkTimes = journeys.map(({ choices }) => choices[1]?.thinkTimeMs ?? Number.NaN);
  expect(Math.min(...thinkTimes)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...thinkTimes)).toBeLessThanOrEqual(250);
  expect(thinkTimes.reduce((sum, ms) => sum + ms, 0) / count).toBeCloseTo(150, -1);
});

test('a journey passes over steps that it does not take or that lack what they require', () => {
  const route = itinerary(scenario, '', 1);
  const journeys = Array.from({ length: 50 }, (_, index) => route.begin(index, true));
  const [taking, skipping] = [true, false].map((taken) =>
    journeys.find(({ choices }) => choices[1]?.taken === taken),
  );
  expect(route.next(taking!, 0)).toMatchObject({ index: 0 });
  expect(route.next(taking!, 1)).toMatchObject({ index: 1, step: { name: 'mostly' } });
  expect(route.next(taking!, 2)).toBeUndefined();
  expect(route.next(skipping!, 1)).toBeUndefined();
  skipping!.variables['bookingId'] = 'b1';
  expect(route.next(skipping!, 1)).toMatchObject({ index: 2 });
});

test('journeys in which nothing is left to chance have variables of their own all the same', () => {
  const steps: Step[] = [
    { ...step, name: 'book', thinkTimeMs: { min: 20, max: 20 } },
    { ...step, name: 'look', requires: ['id'] },
  ];
  const route = itinerary({ ...scenario, variables: {}, steps }, '', 1);
  const [one, other] = [route.begin(0, true), route.begin(1, false)];
  one.variables['id'] = 'b1';
  expect(route.next(one, 0)).toMatchObject({ index: 0, thinkTimeMs: 20 });
  expect(route.next(one, 1)).toMatchObject({ index: 1 });
  expect(route.next(other, 1)).toBeUndefined();
  expect([one, other].map(({ index, measured }) => [index, measured])).toEqual([
    [0, true],
    [1, false],
  ]);
  // One step that is not always taken, and chance decides again.
  const rare = itinerary(
    { ...scenario, variables: {}, steps: [{ ...step, name: 'rare', probability: 0 }] },
    '',
    1,
  );
  expect(rare.next(rare.begin(0, true), 0)).toBeUndefined();
});

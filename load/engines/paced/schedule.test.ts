import { expect, test } from 'vitest';
import type { Scenario, Step } from '../../model/scenario.ts';
import { arrivalTimes } from './arrivals.ts';
import type { Planned } from './exchange.ts';
import { itinerary } from './journey.ts';
import { schedule, type Schedule } from './schedule.ts';

const step = { method: 'GET' as const, path: '/', expectStatus: [] } satisfies Omit<Step, 'name'>;
const twoSteps: Scenario['steps'] = [
  { ...step, name: 'first' },
  { ...step, name: 'second', thinkTimeMs: { min: 7, max: 7 } },
];

/** hundredPerSecond: one journey every 10 ms from 1000 to 1100, measured from 1050. */
function hundredPerSecond(steps: Scenario['steps'] = twoSteps): Schedule {
  const route = itinerary({ name: '', description: '', data: {}, variables: {}, steps }, '', 1);
  const times = { startMs: 1000, measuredFromMs: 1050, endMs: 1100 };
  return schedule(route, arrivalTimes('uniform', 100, Math.random), times);
}

function takeAll(planned: Schedule, onTake: (taken: Planned) => void = () => {}): number[] {
  const taken: number[] = [];
  while (planned.firstDueMs() < Number.POSITIVE_INFINITY) {
    const next = planned.take();
    if (next === undefined) continue;
    taken.push(next.scheduledMs);
    onTake(next);
  }
  return taken;
}

test('journeys start at their times and not at the end', () => {
  const planned = hundredPerSecond();
  expect(takeAll(planned)).toEqual([1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090]);
  expect(planned.measuredJourneys).toEqual({ begun: 5, empty: 0 });
});

test('a step is due its think time after the last byte before it, between the starts of others', () => {
  const planned = hundredPerSecond();
  const first = planned.take()!;
  expect(planned.goOn(first, 1005)).toBe(true);
  expect(planned.firstDueMs()).toBe(1010);
  planned.take();
  expect(planned.firstDueMs()).toBe(1012);
  const second = planned.take()!;
  expect(second).toMatchObject({ scheduledMs: 1012, stepIndex: 1, journey: { index: 0 } });
  expect(planned.goOn(second, 1013)).toBe(false);
});

test('a step that would be due at the end or later is not scheduled', () => {
  const planned = hundredPerSecond();
  const first = planned.take()!;
  expect(planned.goOn(first, 1093)).toBe(true);
  expect(takeAll(planned).at(-1)).toBe(1090);
});

test('bringing the end forward drops what is due from then on', () => {
  const planned = hundredPerSecond();
  planned.goOn(planned.take()!, 1043);
  planned.endAt(1030);
  expect(takeAll(planned)).toEqual([1010, 1020]);
});

test('journeys that make no request are counted, and take nothing', () => {
  const planned = hundredPerSecond([{ ...step, name: 'never', probability: 0 }]);
  expect(takeAll(planned)).toEqual([]);
  expect(planned.measuredJourneys).toEqual({ begun: 5, empty: 5 });
});

test('it tells what will be due second, as far as it is known', () => {
  const planned = hundredPerSecond();
  expect([planned.firstDueMs(), planned.secondDueMs()]).toEqual([1000, 1010]);
  planned.goOn(planned.take()!, 1005);
  expect([planned.firstDueMs(), planned.secondDueMs()]).toEqual([1010, 1012]);
  planned.take();
  expect([planned.firstDueMs(), planned.secondDueMs()]).toEqual([1012, 1020]);
});

import { expect, test } from 'vitest';
import { emptyLedger } from './ledger.ts';
import { CourseRecorder, type Told } from './load-course.ts';
import { noBuckets } from './buckets.ts';
import { ownMetrics } from './own-metrics.ts';

const { length } = ownMetrics.responseTime.buckets;

/** told: a second at whose end so many answers had come, each of 3 ms, and so many requests were reset. */
function told(second: number, answers: number, resets = 0): Told {
  const place = ownMetrics.responseTime.buckets.indexOf(0.0032);
  const times = { ...noBuckets(length + 1), sum: answers * 0.003 };
  times.counts[place] = answers;
  const ledger = emptyLedger();
  ledger.failures.reset = resets;
  const none = noBuckets(length + 1);
  const nothing = { ledger: emptyLedger(), responseTime: none, serviceTime: none, dispatchDelay: none };
  return {
    atMs: second * 1000 + 3,
    inFlight: 1,
    tally: {
      warmUp: nothing,
      measuring: { ...nothing, ledger, responseTime: times },
      journeys: { begun: answers, completed: answers, endedEarly: 0, broken: 0 },
    },
  };
}

test('a course has a point at each step, with what came since the one before', () => {
  const course = new CourseRecorder(2000);
  for (const second of [told(1, 10), told(2, 25), told(3, 40, 2), told(4, 41, 2), told(5, 41, 2)])
    course.tell(second);
  const { points, bounds } = course.read();
  expect(points.map(({ atMs }) => atMs)).toEqual([1003, 3003, 5003]);
  const place = bounds.responseTime.indexOf(0.0032);
  expect(points.map(({ measuring }) => measuring)).toEqual([
    { responseTime: { counts: [[place, 10]], sum: 0.03 } },
    { responseTime: { counts: [[place, 30]], sum: 0.09 }, lost: { reset: 2 } },
    { responseTime: { counts: [[place, 1]], sum: 0.003 } },
  ]);
  expect(points.map(({ journeys }) => journeys.completed)).toEqual([10, 30, 1]);
});

test('a second that is told a little early is not left out', () => {
  const course = new CourseRecorder(2000);
  for (const second of [told(1, 1), { ...told(3, 2), atMs: 2990 }]) course.tell(second);
  expect(course.read().points).toHaveLength(2);
});

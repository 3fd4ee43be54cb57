import { expect, test } from 'vitest';
import { ownMetrics } from '../model/own-metrics.ts';
import { SeriesStore } from './series-store.ts';

const { inFlight, requests, runStart } = ownMetrics;
const a = { experiment: 'a' };

/** waiting: the points that a batch would hold, by the name of their metric. */
function waiting(store: SeriesStore, nowUnixMs = 0): [string, number, unknown][] {
  return store
    .batch(nowUnixMs)
    .series.flatMap(({ metric, points }) =>
      points.map(({ unixMs, value }): [string, number, unknown] => [metric.name, unixMs, value]),
    );
}

test('keeps points until they have been sent, and those that came meanwhile', () => {
  const store = new SeriesStore();
  store.record(inFlight, a, 1, 1000);
  const batch = store.batch(0);
  store.record(inFlight, a, 2, 2000);
  batch.done();
  expect(waiting(store)).toEqual([[inFlight.name, 2000, 2]]);
  store.batch(0).done();
  expect(waiting(store)).toEqual([]);
});

test('sends again what was not taken', () => {
  const store = new SeriesStore();
  store.record(inFlight, a, 1, 1000);
  store.batch(0);
  store.record(inFlight, a, 2, 2000);
  expect(waiting(store)).toHaveLength(2);
});

test('drops what is not later than the last point of its series', () => {
  const store = new SeriesStore();
  store.record(inFlight, a, 1, 2000.4);
  store.record(inFlight, a, 2, 2000.1);
  store.record(inFlight, a, 3, 1000);
  store.record(inFlight, { experiment: 'b' }, 4, 1000);
  expect(waiting(store)).toEqual([
    [inFlight.name, 2000, 1],
    [inFlight.name, 1000, 4],
  ]);
});

test('tells what is held with every batch, once each, until it is released with a last value', () => {
  const store = new SeriesStore();
  store.hold(runStart, {}, 7);
  expect(waiting(store, 1000)).toEqual([[runStart.name, 1000, 7]]);
  expect(waiting(store, 2000)).toEqual([[runStart.name, 2000, 7]]);
  store.release(runStart, {}, 'stale', 1500);
  store.batch(3000).done();
  expect(waiting(store, 4000)).toEqual([]);
});

test('ends the series of some metrics right after their last point', () => {
  const store = new SeriesStore();
  store.record(requests, a, 5, 1000);
  store.record(inFlight, a, 1, 1000);
  store.end([requests]);
  store.end([requests]);
  expect(waiting(store)).toEqual([
    [requests.name, 1000, 5],
    [requests.name, 1001, 'stale'],
    [inFlight.name, 1000, 1],
  ]);
});

test('holds no more than it should while a server is away, and keeps the latest', () => {
  const store = new SeriesStore();
  for (let second = 1; second <= 20_001; second += 1) store.record(inFlight, a, second, second * 1000);
  expect(waiting(store)).toEqual([[inFlight.name, 20_001_000, 20_001]]);
});

import { expect, test } from 'vitest';
import { Timeline, timelineStepMs } from './timeline.ts';

test('requests count in the second of their scheduled start, whenever they end', () => {
  const timeline = new Timeline(5000);
  timeline.scheduled(5999);
  timeline.sent(5999);
  timeline.scheduled(6000);
  timeline.settle(7500);
  timeline.ended(5999, 'ok', 2500);
  const [first, second] = timeline.points(7000);
  expect(first).toMatchObject({ atMs: 0, scheduled: 1, sent: 1, ok: 1, failed: 0 });
  expect(first?.maxMs).toBeCloseTo(2500, -1);
  expect(second).toMatchObject({ atMs: 1000, scheduled: 1, sent: 0, ok: 0, maxMs: null, p50Ms: null });
});

test('only ok answers enter the times; percentiles need enough of them', () => {
  const timeline = new Timeline(0);
  for (let i = 0; i < 20; i++) {
    timeline.scheduled(10);
    timeline.sent(10);
    timeline.ended(10, 'ok', 5);
  }
  for (const outcome of ['failed', 'rejected', 'unfinished'] as const) {
    timeline.scheduled(10);
    timeline.sent(10);
    timeline.ended(10, outcome, 900);
  }
  const [point] = timeline.points(1000);
  expect(point).toMatchObject({ scheduled: 23, sent: 23, ok: 20, failed: 1, rejected: 1, p90Ms: null });
  expect(point?.p50Ms).toBeCloseTo(5, 1);
  expect(point?.maxMs).toBeCloseTo(5, 1);
});

test('seconds in which nothing was scheduled are there, and empty', () => {
  const timeline = new Timeline(100);
  timeline.scheduled(3200);
  expect(timeline.points(4100).map(({ atMs, scheduled }) => [atMs, scheduled])).toEqual([
    [0, 0],
    [1000, 0],
    [2000, 0],
    [3000, 1],
  ]);
});

test('a settled second leaves nothing behind for the one that uses its histogram again', () => {
  const timeline = new Timeline(0);
  timeline.scheduled(0);
  timeline.sent(0);
  timeline.ended(0, 'ok', 3000);
  timeline.settle(1000);
  timeline.scheduled(1500);
  timeline.sent(1500);
  timeline.ended(1500, 'ok', 2);
  const [first, second] = timeline.points(2000);
  expect(first?.maxMs).toBeCloseTo(3000, -1);
  expect(second?.maxMs).toBeCloseTo(2, 1);
});

test('a longer load has longer steps, and never more points than a screen shows', () => {
  const points = (seconds: number) => (seconds * 1000) / timelineStepMs(seconds * 1000);
  expect([1, 900].map((seconds) => timelineStepMs(seconds * 1000))).toEqual([1000, 1000]);
  for (const seconds of [901, 1800, 86_400, 1e6]) {
    expect(points(seconds)).toBeLessThanOrEqual(900);
    expect(points(seconds)).toBeGreaterThan(400);
  }
  const timeline = new Timeline(500, 3000);
  for (const atMs of [500, 3499, 3500, 9000]) timeline.scheduled(atMs);
  expect(timeline.points(9100).map(({ atMs, scheduled }) => [atMs, scheduled])).toEqual([
    [0, 2],
    [3000, 1],
    [6000, 1],
  ]);
});

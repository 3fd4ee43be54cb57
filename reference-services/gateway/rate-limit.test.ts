import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

function limit(perSecond: number, burst: number, remembered?: number) {
  const clock = { nowMs: 1_000_000 };
  const rate = new RateLimit({
    perSecond,
    burst,
    nowMs: () => clock.nowMs,
    ...(remembered !== undefined && { remembered }),
  });
  return { rate, clock };
}

test('a burst passes at once, then as many as the rate allows', () => {
  const { rate, clock } = limit(10, 3);
  expect([1, 2, 3].map(() => rate.take('a'))).toEqual([0, 0, 0]);
  expect(rate.take('a')).toBe(100);
  clock.nowMs += 60;
  expect(rate.take('a')).toBe(40);
  clock.nowMs += 40;
  expect([rate.take('a'), rate.take('a')]).toEqual([0, 100]);
});

test('in the long run exactly the rate passes, however often it is asked', () => {
  const { rate, clock } = limit(50, 20);
  let passed = 0;
  for (let ms = 0; ms < 10_000; ms += 1, clock.nowMs += 1) if (rate.take('a') === 0) passed += 1;
  expect(passed).toBe(20 + 50 * 10 - 1);
});

test('a pause fills the bucket no further than the burst', () => {
  const { rate, clock } = limit(10, 3);
  rate.take('a');
  clock.nowMs += 3_600_000;
  expect([1, 2, 3, 4].map(() => rate.take('a') === 0)).toEqual([true, true, true, false]);
});

test('each client has a bucket of its own, and to look takes nothing', () => {
  const { rate } = limit(1, 1);
  expect([rate.take('a'), rate.take('b')]).toEqual([0, 0]);
  expect([rate.waitMs('a'), rate.waitMs('a'), rate.waitMs('c')]).toEqual([1000, 1000, 0]);
});

test('a rate of 0 lets everything pass, and remembers nobody', () => {
  const { rate } = limit(0, 1);
  expect(Array.from({ length: 1000 }, () => rate.take('a'))).toEqual(Array.from({ length: 1000 }, () => 0));
  expect(rate.remembered).toBe(0);
});

test('no more clients are remembered than may be; whoever was away longest is forgotten', () => {
  const { rate } = limit(1, 1, 100);
  for (let n = 0; n < 10_000; n += 1) rate.take(`client ${n}`);
  expect(rate.remembered).toBe(100);
  expect([rate.waitMs('client 9999'), rate.waitMs('client 0')]).toEqual([1000, 0]);
});

import { expect, test } from 'vitest';
import { dueQueue } from './due-queue.ts';
import { randomOf, Stream } from './random.ts';

test('the earliest comes first, of equals the one that came first', () => {
  const queue = dueQueue<string>();
  for (const [dueMs, item] of [
    [5, 'e'],
    [1, 'a'],
    [5, 'f'],
    [3, 'c'],
    [1, 'b'],
    [5, 'g'],
    [3, 'd'],
  ] as const) {
    queue.push(dueMs, item);
  }
  expect(queue.firstDueMs()).toBe(1);
  const order = Array.from({ length: 7 }, () => queue.shift()?.item);
  expect(order.join('')).toBe('abcdefg');
  expect(queue.shift()).toBeUndefined();
  expect(queue.firstDueMs()).toBe(Number.POSITIVE_INFINITY);
});

test('any mix of pushes and shifts comes out in order', () => {
  const [queue, random] = [dueQueue<number>(), randomOf(9, Stream.arrivals)];
  const waiting: number[] = [];
  const [shifted, earliest]: [unknown[], number[]] = [[], []];
  for (let i = 0; i < 5000; i++) {
    if (random() < 0.55 || waiting.length === 0) {
      const dueMs = Math.floor(random() * 100);
      queue.push(dueMs, dueMs);
      waiting.push(dueMs);
    } else {
      const first = Math.min(...waiting);
      waiting.splice(waiting.indexOf(first), 1);
      earliest.push(first);
      shifted.push(queue.shift()?.item);
    }
  }
  expect(shifted).toEqual(earliest);
  expect(queue.size).toBe(waiting.length);
});

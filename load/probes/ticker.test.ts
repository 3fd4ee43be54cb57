import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Ticker } from './ticker.ts';

test('a ticker works at once, keeps its pace, and stops when told', async () => {
  const atMs: number[] = [];
  const counts: number[] = [];
  const startedMs = performance.now();
  const ticker = new Ticker(50, (count) => {
    atMs.push(performance.now() - startedMs);
    counts.push(count);
  });
  await expect.poll(() => counts.length, { interval: 5 }).toBe(4);
  await ticker.stop();
  const done = counts.length;
  await delay(120);
  expect(counts).toHaveLength(done);
  expect(counts.slice(0, 4)).toEqual([0, 1, 2, 3]);
  expect(atMs[0]).toBeLessThan(50);
  // Timers may fire a millisecond early.
  expect(atMs[3]).toBeGreaterThanOrEqual(3 * 50 - 2);
});

test('work that takes longer than the interval is not piled up', async () => {
  let atOnce = 0;
  let most = 0;
  const ticker = new Ticker(5, async () => {
    most = Math.max(most, (atOnce += 1));
    await delay(20);
    atOnce -= 1;
  });
  await expect.poll(() => most).toBe(1);
  await delay(60);
  await ticker.stop();
  expect(most).toBe(1);
  expect(atOnce).toBe(0);
});

test('what went wrong is told when the ticker is stopped', async () => {
  const ticker = new Ticker(5, () => Promise.reject(new Error('no luck')));
  await delay(20);
  await expect(ticker.stop()).rejects.toThrow('no luck');
});

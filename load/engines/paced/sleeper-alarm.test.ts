import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Alarm } from './alarm.ts';
import { sleeperAlarm } from './sleeper-alarm.ts';

async function newAlarm(): Promise<Alarm> {
  const alarm = await sleeperAlarm();
  onTestFinished(() => alarm.close());
  return alarm;
}

const rung = (alarm: Alarm, atMs: number): Promise<number> =>
  new Promise((resolve) => alarm.set(atMs, () => resolve(performance.now())));

test('its thread is one of this process, and not the one that asks', async () => {
  const { thread } = await newAlarm();
  expect(existsSync(`/proc/self/task/${thread}`)).toBe(true);
  expect(thread).not.toBe(process.pid);
});

test('an alarm rings at its moment and never more than a microsecond before', async () => {
  const alarm = await newAlarm();
  for (const aheadMs of [0.2, 1, 0.05, 7.3, 0.5]) {
    const atMs = performance.now() + aheadMs;
    expect(await rung(alarm, atMs)).toBeGreaterThan(atMs - 0.001);
  }
});

test('a moment that has passed rings at once', async () => {
  expect(await rung(await newAlarm(), performance.now() - 1000)).toBeGreaterThan(0);
});

test('an earlier moment takes the place of a later one, and a later one that of an earlier', async () => {
  const alarm = await newAlarm();
  alarm.set(performance.now() + 60_000, () => {});
  const soonMs = performance.now() + 5;
  expect(await rung(alarm, soonMs)).toBeGreaterThan(soonMs - 0.001);
  const calls: string[] = [];
  alarm.set(performance.now() + 20, () => calls.push('replaced'));
  await rung(alarm, performance.now() + 60);
  expect(calls).toEqual([]);
});

test('moments that were guessed right ring like any other, one after the other', async () => {
  const alarm = await newAlarm();
  const dueMs = Array.from({ length: 50 }, (_, i) => performance.now() + 5 + i * 0.7);
  const lateMs: number[] = [];
  await new Promise<void>((resolve) => {
    const ring = (): void => {
      for (;;) {
        const i = lateMs.length;
        if (i === dueMs.length) return resolve();
        const leftMs = dueMs[i]! - performance.now();
        if (leftMs > 0) return alarm.set(dueMs[i]!, ring, dueMs[i + 1]);
        lateMs.push(-leftMs);
      }
    };
    ring();
  });
  expect(lateMs).toHaveLength(50);
});

test('a wrong guess keeps no moment from ringing, whether it was too early or too late', async () => {
  const alarm = await newAlarm();
  for (const guessedMs of [0.1, 1, 60_000]) {
    const firstMs = performance.now() + 1;
    await new Promise<void>((resolve) => alarm.set(firstMs, resolve, firstMs + guessedMs));
    const atMs = performance.now() + 3;
    const rungMs = await new Promise<number>((resolve) => {
      const ring = (): void =>
        performance.now() < atMs ? alarm.set(atMs, ring) : resolve(performance.now());
      alarm.set(atMs, ring);
    });
    expect(rungMs).toBeGreaterThanOrEqual(atMs);
  }
});

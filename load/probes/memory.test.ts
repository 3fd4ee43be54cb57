import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { memoryObservationSchema, type MemoryObservation } from '../model/memory-observation.ts';
import { memoryProbe } from './memory.ts';
import { together } from './memory-point.ts';
import type { Watched } from './probe.ts';
import { startFixture } from './replica.fixture.ts';

const clock = startRunClock();

describe('the memory probe', () => {
  test('sees RSS at every look, and PSS, USS and the heap at every eighth', async () => {
    const replica = await startFixture(clock);
    let looks = 0;
    const probe = memoryProbe.start(() => ((looks += 1), [replica]), clock);
    await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(9);
    const seen = await probe.finish();
    expect(memoryObservationSchema.parse(seen)).toEqual(seen);
    const [{ points, highWaterBytes } = { points: [], highWaterBytes: 0 }] = seen.replicas;
    const first = points[0]!;
    expect(first.rssBytes).toBeGreaterThan(20e6);
    expect(first.pssBytes).toBeLessThanOrEqual(first.rssBytes * 1.05);
    expect(first.ussBytes).toBeLessThanOrEqual(first.pssBytes!);
    expect(first.ussBytes).toBeGreaterThan(1e6);
    expect(first.heapUsedBytes).toBeGreaterThan(1e6);
    expect(highWaterBytes).toBeGreaterThanOrEqual(first.rssBytes);
    const looksWith = (key: 'pssBytes' | 'heapUsedBytes') =>
      points.slice(0, 9).flatMap((point, look) => (point[key] === null ? [] : look));
    expect(looksWith('pssBytes')).toEqual([0, 8]);
    expect(looksWith('heapUsedBytes')).toEqual([0, 8]);
  });

  test('walks the pages of one replica after the other, and of all when a phase begins', async () => {
    const replicas = await Promise.all([startFixture(clock), startFixture(clock)]);
    let looks = 0;
    const probe = memoryProbe.start(() => ((looks += 1), replicas), clock);
    await expect.poll(() => looks, { timeout: 8_000 }).toBe(18);
    await probe.during('idle', () => expect.poll(() => looks).toBe(20));
    const seen = await probe.finish();
    const walks = replicas.map(({ name }) =>
      seen.replicas
        .find(({ replica }) => replica === name)
        ?.points.flatMap(({ pssBytes }, look) => (pssBytes === null ? [] : look)),
    );
    expect(walks).toEqual([
      [0, 8, 18],
      [0, 16, 18],
    ]);
  });

  test('tells every two seconds what it has seen whole', async () => {
    const replica = await startFixture(clock);
    const told: MemoryObservation[] = [];
    const probe = memoryProbe.start(
      () => [replica],
      clock,
      (part) => told.push(part),
    );
    await expect.poll(() => told.length, { timeout: 5_000 }).toBe(2);
    const { replicas } = await probe.finish();
    const kept = replicas[0]!.points.filter(({ heapUsedBytes }) => heapUsedBytes !== null);
    expect(told.map((part) => part.replicas[0]!.points)).toEqual(kept.slice(0, 2).map((point) => [point]));
  });

  test('keeps what it saw of a replica that has gone, and sees one that came', async () => {
    const [first, second] = await Promise.all([startFixture(clock), startFixture(clock)]);
    let watched: Watched[] = [first];
    let looks = 0;
    const probe = memoryProbe.start(() => ((looks += 1), watched), clock);
    await expect.poll(() => looks).toBeGreaterThan(0);
    await first.target.stopReplica(first, 'SIGKILL', 0);
    watched = [first, second];
    const before = looks;
    await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(before + 1);
    const { replicas } = await probe.finish();
    expect(replicas.map(({ replica }) => replica)).toEqual([first.name, second.name]);
    expect(replicas[0]!.points).toHaveLength(1);
  });

  test('leaves out replicas without a process on this machine, and reads one without metrics', async () => {
    const replica = await startFixture(clock);
    const elsewhere = { ...replica, name: 'elsewhere', pid: undefined };
    const silent = { ...replica, metricsUrl: 'http://127.0.0.1:1/metrics' };
    const { replicas } = await memoryProbe.start(() => [elsewhere, silent], clock).finish();
    expect(replicas).toMatchObject([{ replica: replica.name, points: [{ heapUsedBytes: null }] }]);
  });

  test('keeps of two looks what was seen last, and the extremes of RSS', () => {
    const nothing = { pssBytes: null, ussBytes: null, heapUsedBytes: null };
    const looks = [
      { atMs: 1, rssBytes: 50, pssBytes: 40, ussBytes: 30, heapUsedBytes: 7 },
      { atMs: 2, rssBytes: 90, ...nothing },
      { atMs: 3, rssBytes: 60, ...nothing, pssBytes: 55 },
      { atMs: 4, rssBytes: 70, ...nothing },
    ] as const;
    const halves = [together(looks[0], looks[1]), together(looks[2], looks[3])] as const;
    expect(together(...halves)).toEqual({
      atMs: 4,
      rssBytes: 70,
      pssBytes: 55,
      ussBytes: 30,
      heapUsedBytes: 7,
      rssRange: { lowBytes: 50, highBytes: 90 },
    });
  });

  test('knows the phases it was told of, also one that was cut short', async () => {
    const probe = memoryProbe.start(() => [], clock);
    const fromMs = clock.nowMs();
    await probe.during('idle', () => delay(20));
    const cut = probe.during('under_load', () => Promise.reject(new Error('interrupted')));
    await expect(cut).rejects.toThrow('interrupted');
    probe.phase('after_load', 1, 2);
    const { phases } = await probe.finish();
    expect(phases.map(({ phase }) => phase)).toEqual(['idle', 'under_load', 'after_load']);
    expect(phases[0]!.fromMs).toBeGreaterThanOrEqual(fromMs);
    expect(phases[0]!.toMs - phases[0]!.fromMs).toBeGreaterThan(15);
  });
});

import { describe, expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { startupObservationSchema } from '../model/startup-observation.ts';
import { type FixtureReplica, startFixture } from './replica.fixture.ts';
import { measureStartups } from './startup.ts';

const clock = startRunClock();

function replicas() {
  const added: FixtureReplica[] = [];
  const removals: string[] = [];
  let runningAtAdd = 0;
  return {
    added,
    removals,
    mostAtOnce: () => runningAtAdd,
    add: async () => {
      const replica = await startFixture(clock);
      added.push(replica);
      runningAtAdd = Math.max(runningAtAdd, added.filter((one) => !one.hasEnded()).length);
      return replica;
    },
    remove: async (replica: FixtureReplica, how: string) => {
      removals.push(how);
      await replica.target.stopReplica(replica, how === 'killed' ? 'SIGKILL' : 'SIGTERM', 5_000);
    },
  };
}

const firstAnswer = async (replica: FixtureReplica) => {
  await (await fetch(replica.url)).json();
  return clock.nowMs();
};

describe('startups', () => {
  test('are measured one after the other, each of a new process that is gone before the next', async () => {
    const of = replicas();
    const told: number[] = [];
    const onSample = (_: unknown, index: number) => void told.push(index);
    const seen = await measureStartups({
      ...of,
      count: 3,
      service: 'bookings',
      mode: 'cold',
      firstAnswer,
      onSample,
    });
    expect(startupObservationSchema.parse(seen)).toEqual(seen);
    expect(new Set(of.added.map(({ pid }) => pid)).size).toBe(3);
    expect(of.mostAtOnce()).toBe(1);
    expect(of.added.every((replica) => replica.hasEnded())).toBe(true);
    expect(of.removals).toEqual(['killed', 'killed', 'killed']);
    expect(told).toEqual([0, 1, 2]);
    for (const { spawnToReadyMs, spawnToFirstAnswerMs } of seen.samples) {
      expect(spawnToFirstAnswerMs).toBeGreaterThan(spawnToReadyMs);
    }
  });

  test('that are warm follow one that is not measured and ends by itself, which fills the cache', async () => {
    const of = replicas();
    const seen = await measureStartups({ ...of, count: 2, service: 'bookings', mode: 'warm' });
    expect(of.removals).toEqual(['drained', 'killed', 'killed']);
    expect(seen.samples.map(({ replica }) => replica)).toEqual(of.added.slice(1).map(({ name }) => name));
    expect(seen.samples.map(({ spawnToFirstAnswerMs }) => spawnToFirstAnswerMs)).toEqual([null, null]);
  });

  test('end with a replica whose first answer is wrong, and it is removed', async () => {
    const of = replicas();
    const wrong = () => Promise.reject(new Error('not what was expected'));
    const measuring = measureStartups({
      ...of,
      count: 3,
      service: 'bookings',
      mode: 'cold',
      firstAnswer: wrong,
    });
    await expect(measuring).rejects.toThrow('not what was expected');
    expect(of.added.map((replica) => replica.hasEnded())).toEqual([true]);
  });
});

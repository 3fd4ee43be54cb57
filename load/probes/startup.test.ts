import { describe, expect, test } from 'vitest';
import { startRunClock } from '../model/clock.ts';
import { type StartupSample, startupSampleSchema } from '../model/startup-observation.ts';
import { type FixtureReplica, startFixture } from './replica.fixture.ts';
import { measureStartups, type StartupMode } from './startup.ts';

const clock = startRunClock();

function replicas() {
  const added: FixtureReplica[] = [];
  const kept: { mode: StartupMode; sample: StartupSample }[] = [];
  let runningAtAdd = 0;
  return {
    added,
    kept,
    mostAtOnce: () => runningAtAdd,
    keep: (mode: StartupMode, sample: StartupSample) => void kept.push({ mode, sample }),
    add: async () => {
      const replica = await startFixture(clock);
      added.push(replica);
      runningAtAdd = Math.max(runningAtAdd, added.filter((one) => !one.hasEnded()).length);
      return replica;
    },
    remove: async (replica: FixtureReplica) => {
      await replica.target.stopReplica(replica, 'SIGKILL', 0);
    },
  };
}

const firstAnswers = async (replica: FixtureReplica) => {
  await (await fetch(replica.url)).json();
  return { answeredAtMs: clock.nowMs(), tookMs: 2, laterMs: [1, 1] };
};

describe('startups', () => {
  test('are measured one after the other, each of a new process that is gone before the next', async () => {
    const of = replicas();
    const sides = [{ mode: 'cold' as const, add: of.add }];
    await measureStartups({ ...of, sides, rounds: 3, random: () => 0, firstAnswers });
    expect(new Set(of.added.map(({ pid }) => pid)).size).toBe(3);
    expect(of.mostAtOnce()).toBe(1);
    expect(of.added.every((replica) => replica.hasEnded())).toBe(true);
    for (const { sample } of of.kept) {
      expect(startupSampleSchema.parse(sample)).toEqual(sample);
      expect(sample.spawnToFirstAnswerMs).toBeGreaterThan(sample.spawnToReadyMs);
      expect(sample).toMatchObject({ firstAnswerTookMs: 2, laterAnswersMs: [1, 1] });
    }
  });

  test('of two kinds take turns, in an order that is drawn for each round', async () => {
    const of = replicas();
    const sides = (['cold', 'warm'] as const).map((mode) => ({ mode, add: of.add }));
    const draws = [0, 0.9, 0];
    await measureStartups({ ...of, sides, rounds: 3, random: () => draws.shift()! });
    const modes = of.kept.map(({ mode }) => mode);
    expect(modes).toEqual(['warm', 'cold', 'cold', 'warm', 'warm', 'cold']);
    expect(of.kept[0]?.sample.spawnToFirstAnswerMs).toBeNull();
  });

  test('end with a replica whose first answer is wrong, and it is removed', async () => {
    const of = replicas();
    const measuring = measureStartups({
      ...of,
      sides: [{ mode: 'cold', add: of.add }],
      rounds: 3,
      random: () => 0,
      firstAnswers: () => Promise.reject(new Error('not what was expected')),
    });
    await expect(measuring).rejects.toThrow('not what was expected');
    expect(of.added.map((replica) => replica.hasEnded())).toEqual([true]);
    expect(of.kept).toEqual([]);
  });
});

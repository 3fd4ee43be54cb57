import { expect, test } from 'vitest';
import { startRunClock } from '../../model/clock.ts';
import type { ExperimentSpec } from '../../suites/suite.ts';
import { Recording } from '../recording.ts';
import type { Run } from '../run.ts';
import { watched } from './watched.ts';

const described = { name: 'test', title: 'Test', question: '' };
const starts: ExperimentSpec = { ...described, kind: 'startup', samples: 1 };
const stops = { ...described, kind: 'shutdown-case' } as ExperimentSpec;

/** afterAJump does an experiment during which the wall clock is set back by an hour. */
async function afterAJump(spec: ExperimentSpec): Promise<Recording> {
  const clock = startRunClock();
  const recording = new Recording(spec, clock);
  const run = { clock, backing: { ours: true }, target: { name: 'none' } } as unknown as Run;
  const now = Date.now;
  let shiftMs = 0;
  Date.now = () => now() + shiftMs;
  try {
    await watched(spec, run, recording, async () => {
      shiftMs = -3_600_000;
      await new Promise((resolve) => setTimeout(resolve, 1200));
    });
  } finally {
    Date.now = now;
  }
  return recording;
}

test('a doubt about the machine makes an experiment that judges speed invalid', async () => {
  const { invalidReasons, warnings } = await afterAJump(starts);
  expect(invalidReasons.map(({ guard, where }) => [guard, where])).toContainEqual(['clock-jump', 'test']);
  expect(warnings.map(({ code }) => code)).not.toContain('clock-jump');
});

test('where only losses are judged, it is a warning', async () => {
  const { invalidReasons, warnings } = await afterAJump(stops);
  expect(invalidReasons).toEqual([]);
  expect(warnings.find(({ code }) => code === 'clock-jump')?.message).toMatch(
    /^Test: the wall clock was set back/,
  );
});

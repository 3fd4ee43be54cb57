import { expect, test } from 'vitest';
import type { InvalidReason } from '../../model/load-observation.ts';
import { Recording } from '../recording.ts';
import { startRunClock } from '../../model/clock.ts';
import { judgeStep } from './judge-step.ts';

const reason = (guard: InvalidReason['guard']) => ({ guard, message: 'so it is.', found: null, limit: null });

function judged(guard: InvalidReason['guard'], needed: boolean): Recording {
  const spec = { kind: 'startup', name: 'steps', title: '', question: '', samples: 1 } as const;
  const recording = new Recording(spec, startRunClock());
  judgeStep('2 replicas', { invalidReasons: [reason(guard)] }, needed, recording);
  return recording;
}

test('a step that never became steady is left out with a warning, and makes the run invalid where nothing stands for it', () => {
  const spared = judged('warm-up', false);
  expect(spared.invalidReasons).toEqual([]);
  expect(spared.warnings).toMatchObject([{ message: '2 replicas: so it is. It is left out.' }]);
  const needed = judged('warm-up', true);
  expect(needed.invalidReasons).toMatchObject([{ guard: 'warm-up', message: '2 replicas: so it is.' }]);
  expect(needed.warnings).toEqual([]);
});

test('every other guard makes the run invalid at any step', () => {
  expect(judged('generator-cpu', false).invalidReasons).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { Problem } from '../../load/model/problem.ts';
import { lookout } from './lookout.ts';

const [fine, partly, refused, full] = [
  { ok: 5, rejected: 0, failed: 0 },
  { ok: 1, rejected: 0, failed: 4 },
  { ok: 0, rejected: 0, failed: 5 },
  { ok: 0, rejected: 5, failed: 1 },
];

test('while some requests are answered nobody is asked', () => {
  const gone = new AbortController();
  let asked = 0;
  const second = lookout(async () => ++asked > 0, gone);
  for (const told of [fine, partly, full, { ok: 0, rejected: 0, failed: 0 }]) second(told);
  expect(asked).toBe(0);
});

test('who only restarts is not gone, and is asked again when the last answer has come', async () => {
  const gone = new AbortController();
  const answers = [false, false, true];
  let asked = 0;
  const second = lookout(async () => answers[asked++]!, gone);
  second(refused);
  second(refused);
  expect(asked).toBe(1);
  await expect.poll(() => (second(refused), gone.signal.aborted)).toBe(true);
  expect(asked).toBe(3);
});

test('where there is no telling, that is the reason', async () => {
  const gone = new AbortController();
  const problem = new Problem('usage', 'the Docker engine does not answer.');
  lookout(() => Promise.reject(problem), gone)(refused);
  await expect.poll(() => gone.signal.aborted).toBe(true);
  expect(gone.signal.reason).toBe(problem);
});

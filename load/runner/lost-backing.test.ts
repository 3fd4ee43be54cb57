import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '../model/problem.ts';
import { watchBacking } from './lost-backing.ts';

const gone = new Problem('harness', 'the server is gone');

test('a server that goes is told with what it says of itself', async () => {
  let failure: Problem | undefined;
  const lost = watchBacking({ failure: () => failure });
  onTestFinished(() => lost.end());
  expect(lost.signal.aborted).toBe(false);
  failure = gone;
  await once(lost.signal, 'abort');
  expect(lost.signal.reason).toBe(gone);
});

test('a server that is stopped on purpose, after the watch has ended, is no loss', async () => {
  let asked = 0;
  const server = { failure: () => ((asked += 1), gone) };
  const lost = watchBacking(server);
  lost.end();
  const other = watchBacking(server);
  await once(other.signal, 'abort');
  expect(lost.signal.aborted).toBe(false);
  expect(asked).toBe(1);
});

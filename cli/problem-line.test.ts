import { expect, test } from 'vitest';
import { Problem } from '../load/model/problem.ts';
import { exitCodeOfError, problemLines } from './problem-line.ts';

test('a problem is one line with the next step, and its detail is below it', () => {
  const problem = new Problem('usage', 'no bread.', { next: 'Bake some.', detail: 'flour: 0\nwater: 1\n' });
  expect(problemLines(problem)).toBe('rehearse: no bread. Next: Bake some.\n  | flour: 0\n  | water: 1\n');
});

test('what failed comes first, and after it what could not be cleared up; the exit code is that of the first', async () => {
  const failed = async (): Promise<void> => {
    await using teardown = new AsyncDisposableStack();
    teardown.defer(() => Promise.reject(new Problem('harness', 'the oven stays hot.')));
    throw new Problem('usage', 'no bread.');
  };
  const error: unknown = await failed().catch((thrown: unknown) => thrown);
  expect(problemLines(error)).toBe('rehearse: no bread.\nrehearse: the oven stays hot.\n');
  expect(exitCodeOfError(error)).toBe(2);
});

import { expect, test } from 'vitest';
import type { Figure, Verdict } from './figure.ts';
import { runVerdict } from './run-verdict.ts';

const figures = (...verdicts: readonly (Verdict | undefined)[]): Figure[] =>
  verdicts.map((verdict) => ({ verdict }) as Figure);

test.each([
  ['pass', 'complete', figures('pass', undefined)],
  ['pass', 'complete', []],
  ['inconclusive', 'complete', figures('pass', 'inconclusive')],
  ['fail', 'complete', figures('inconclusive', 'fail', 'pass')],
  ['invalid', 'invalid', figures('fail')],
  ['aborted', 'aborted', figures('pass')],
  ['failed', 'failed', []],
] as const)('a run is %s that is %s with such figures', (verdict, state, its) => {
  expect(runVerdict({ state, figures: [...its] })).toBe(verdict);
});

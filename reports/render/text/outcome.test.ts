import { expect, test } from 'vitest';
import { abortedResult, brokenResult, completeResult } from '../../testing/fixture-results.ts';
import { outcomeOf } from './outcome.ts';

test('what is broken comes first, what is open after it', () => {
  expect(outcomeOf(brokenResult())).toEqual({
    tone: 'fail',
    sentence: '2 of 14 budgets are broken: response time p99; lost requests.',
    reasons: ['Inconclusive: response time p90.'],
  });
});

test('many broken budgets are counted rather than all named', () => {
  const result = completeResult();
  for (const figure of result.figures) if (figure.verdict !== undefined) figure.verdict = 'fail';
  const { sentence } = outcomeOf(result);
  expect(sentence).toMatch(/^14 of 14 budgets are broken: ([^;]+; ){4}10 more\.$/);
});

test('a run that ended early says what it had measured until then, and what it did not come to', () => {
  expect(outcomeOf(abortedResult()).reasons).toEqual([
    'Until then 2 budgets were judged and hold. 15 of 18 figures were not measured.',
    'Not reached: Steady load; Scale-out 1 → 3 → 1 and rolling restart under load; Control: SIGKILL in place of SIGTERM.',
  ]);
});

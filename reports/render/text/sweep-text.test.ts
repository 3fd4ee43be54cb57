import { expect, test } from 'vitest';
import type { RateSweepAnalysis } from '../../../load/model/rate-sweep-analysis.ts';
import { sweepAnalysis } from '../../testing/fixture-rates.ts';
import { sweepSentences } from './sweep-text.ts';

const budgetOf = (changed: Partial<RateSweepAnalysis>): string | undefined =>
  sweepSentences({ ...sweepAnalysis(), ...changed })[0];

test('a rate above the highest that keeps the budget is broken, or cannot be told, or was not measured', () => {
  expect(budgetOf({})).toContain(
    'holds up to 330 requests/s; whether it does at 660 requests/s cannot be told, and at 930 requests/s it is broken.',
  );
  expect(budgetOf({ highestWithinBudgetRps: 660 })).toContain(
    'holds up to 660 requests/s; at 930 requests/s it is',
  );
  expect(budgetOf({ highestWithinBudgetRps: 930, lowestBeyondBudgetRps: null })).toContain(
    'holds up to 930 requests/s; no measured rate breaks it',
  );
});

test('where times begin with the send, that is said', () => {
  expect(sweepSentences({ ...sweepAnalysis(), timedFrom: 'sent' }).at(-1)).toMatch(/from the actual send/);
  expect(sweepSentences(sweepAnalysis()).join(' ')).not.toMatch(/send/);
});

test('a budget that is broken everywhere is told from one of which nothing can be told', () => {
  expect(budgetOf({ highestWithinBudgetRps: null })).toContain('holds at no measured rate');
  expect(budgetOf({ highestWithinBudgetRps: null, lowestBeyondBudgetRps: null })).toBe(
    'Whether the budget, p99 ≤ 50 ms with nothing failed, holds cannot be told of any measured rate.',
  );
});

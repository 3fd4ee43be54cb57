import { expect, test } from 'vitest';
import { inForm } from './in-form.ts';
import { startup } from './startup.ts';

test('a start in a container may take what Docker needs on top, and nothing else may', () => {
  const suite = startup.make({});
  const { budgets } = inForm(suite, 'container');
  expect(inForm(suite, 'process')).toBe(suite);
  expect(budgets['startup.spawn_to_ready.p50']?.limit).toBe(800);
  expect(budgets['startup.warm.spawn_to_ready.p50']?.limit).toBe(800);
  const others = ['startup.first_request_penalty.p50', 'startup.late_database.database_to_ready.p50'];
  for (const name of others) expect(budgets[name]).toEqual(suite.budgets[name]);
});

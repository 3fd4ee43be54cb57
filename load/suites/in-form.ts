import type { Budget } from '../model/figure.ts';
import type { Form } from '../model/system.ts';
import type { Suite } from './suite.ts';

/** containerSetUpMs: what Docker may take, after it was told to, until the program in a container begins. */
const containerSetUpMs = 500;
const startBudget = /^startup\.(\w+\.)?spawn_to_ready\./;

/** inForm gives a suite with the budgets for replicas of a form: a container's start includes its setting up. */
export function inForm(suite: Suite, form: Form): Suite {
  if (form === 'process') return suite;
  const budgets = Object.entries(suite.budgets).map(([name, budget]) => [name, withSetUp(name, budget)]);
  return { ...suite, budgets: Object.fromEntries(budgets) as Suite['budgets'] };
}

function withSetUp(name: string, budget: Budget): Budget {
  return startBudget.test(name) ? { ...budget, limit: budget.limit + containerSetUpMs } : budget;
}

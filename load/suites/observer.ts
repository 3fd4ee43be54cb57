import { observerBudgets } from './budgets.ts';
import { observerEffect } from './observer-effect.ts';
import { defineSuite } from './suite.ts';

/** observer: what looking on costs, long enough to tell 2% on a quiet machine; each repetition on fresh processes. */
export const observer = defineSuite({
  name: 'observer',
  title: 'What probes, metrics and scrapes cost response time, throughput and CPU time',
  lasts: 'about 6 min',
  defaults: { ratePerSecond: 100, connections: 32, repetitions: 6 },
  budgets: { ...observerBudgets },
  experiments: ({ repetitions, ...load }) => [observerEffect(load, { rounds: repetitions, pairs: 4 })],
});

import { observerBudgets } from './budgets.ts';
import { observerEffect } from './observer-effect.ts';
import { defineSuite } from './suite.ts';

/**
 * observer: what looking on costs; each repetition is a start of its own. Turns are as short as one round of looks allows: what
 * a machine does changes within seconds, and turns of twice that length differ from their neighbours as much, at half their
 * number. How long 2% would take, the result says by its noise.
 */
export const observer = defineSuite({
  name: 'observer',
  title: 'What probes, metrics and scrapes cost response time, throughput and CPU time',
  lasts: 'about 9 min',
  defaults: { ratePerSecond: 50, durationMs: 3_000, connections: 32, repetitions: 7 },
  budgets: { ...observerBudgets },
  experiments: ({ repetitions, durationMs, ...load }) => [
    observerEffect(load, { rounds: repetitions, pairs: 5, durationMs, settleMs: 3_000 }),
  ],
});

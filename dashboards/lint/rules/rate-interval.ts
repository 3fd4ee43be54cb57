import { panelQueries } from '../queries.ts';
import type { Rule } from '../rule.ts';

const fixed = /\b(?:i?rate|increase)\([^[\]]*\[(?!\$__rate_interval\]|\$__range\])/;

/** rateInterval: rates are over $__rate_interval, which always holds enough scrapes, and never over a fixed time. */
export const rateInterval: Rule = {
  name: 'rate-interval',
  check: (dashboard) =>
    panelQueries(dashboard)
      .filter(({ expr }) => fixed.test(withoutTexts(expr)))
      .map(({ panel, expr }) => ({ panel, message: `takes a rate over a fixed time: ${expr}` })),
};

function withoutTexts(expr: string): string {
  return expr.replaceAll(/"[^"]*"/g, '""');
}

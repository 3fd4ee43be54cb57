import { syntaxError } from '../promql.ts';
import { otherQueries, panelQueries } from '../queries.ts';
import type { Rule } from '../rule.ts';

/** validPromql: every expression of panels, annotations and variables can be read. */
export const validPromql: Rule = {
  name: 'valid-promql',
  check: (dashboard) =>
    [...panelQueries(dashboard), ...otherQueries(dashboard)].flatMap(({ panel, resolved }) => {
      const message = syntaxError(resolved);
      return message === undefined ? [] : [{ panel, message }];
    }),
};

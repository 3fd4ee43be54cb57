import type { Rule } from '../rule.ts';

const onTimeRangeChange = 2;

/** freshVariables: choices follow the time range, so that replicas of an earlier run can be chosen. */
export const freshVariables: Rule = {
  name: 'fresh-variables',
  check: ({ templating }) =>
    templating.list
      .filter((variable) => variable.type === 'query' && variable.refresh !== onTimeRangeChange)
      .map(({ name }) => ({ message: `$${name} does not follow the time range` })),
};

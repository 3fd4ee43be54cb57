import type { Rule } from '../rule.ts';

/** notEditable: what Grafana would let people change would be lost at the next start. */
export const notEditable: Rule = {
  name: 'not-editable',
  check: ({ editable }) => (editable ? [{ message: 'can be edited in Grafana' }] : []),
};

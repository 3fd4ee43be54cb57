import { drawnPanels } from '../../classic-json.ts';
import type { Rule } from '../rule.ts';

/** emptyText: every panel says why there may be nothing to see; the checks know an empty panel by how that begins. */
export const emptyText: Rule = {
  name: 'empty-text',
  check: (dashboard) =>
    drawnPanels(dashboard)
      .filter(({ fieldConfig }) => !/^No data: .{10,}/.test(fieldConfig?.defaults.noValue ?? ''))
      .map(({ title }) => ({ panel: title, message: 'does not say why it may be empty' })),
};

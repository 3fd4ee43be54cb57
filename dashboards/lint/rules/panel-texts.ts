import { drawnPanels } from '../../classic-json.ts';
import type { Rule } from '../rule.ts';

/** panelTexts: every panel says in a title and a description what it shows, and in a unit how it counts. */
export const panelTexts: Rule = {
  name: 'panel-texts',
  check: (dashboard) =>
    drawnPanels(dashboard).flatMap(({ title, description, fieldConfig }) => [
      ...((description ?? '').length > 20 ? [] : [{ panel: title, message: 'has no description' }]),
      ...(fieldConfig?.defaults.unit ? [] : [{ panel: title, message: 'has no unit' }]),
    ]),
};

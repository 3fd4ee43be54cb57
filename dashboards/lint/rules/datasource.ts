import { drawnPanels } from '../../classic-json.ts';
import type { Rule } from '../rule.ts';

/** datasource: the Prometheus is a variable, called "datasource" and shown as "Data source", and every panel takes it. */
export const datasource: Rule = {
  name: 'datasource',
  check: (dashboard) => {
    const first = dashboard.templating.list[0];
    const variable =
      first?.type === 'datasource' && first.name === 'datasource' && first.label === 'Data source'
        ? []
        : [{ message: 'the first variable is not the data source' }];
    const panels = drawnPanels(dashboard)
      .filter((panel) => panel.datasource?.uid !== '${datasource}')
      .map(({ title }) => ({ panel: title, message: 'does not take the data source that is chosen' }));
    return [...variable, ...panels];
  },
};

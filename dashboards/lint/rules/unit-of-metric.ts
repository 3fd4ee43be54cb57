import { drawnPanels, type DrawnPanel } from '../../classic-json.ts';
import { selectedBy } from '../promql.ts';
import { panelQueries } from '../queries.ts';
import type { Rule } from '../rule.ts';

/** units: what the names of the metrics of a panel hold, by its unit. */
const units: Readonly<Record<string, RegExp>> = {
  s: /_seconds(?:_|$)/,
  bytes: /_bytes(?:_|$)/,
};

/** unitOfMetric: seconds come from metrics in seconds, bytes from metrics in bytes, and neither is scaled. */
export const unitOfMetric: Rule = {
  name: 'unit-of-metric',
  check: (dashboard) =>
    drawnPanels(dashboard).flatMap((panel) => {
      const wanted = units[panel.fieldConfig?.defaults.unit ?? ''];
      return wanted === undefined
        ? []
        : faults(panel, wanted, panelQueries({ ...dashboard, panels: [panel] }));
    }),
};

function faults({ title }: DrawnPanel, wanted: RegExp, queries: ReturnType<typeof panelQueries>) {
  const foreign = queries
    .flatMap(({ resolved }) => selectedBy(resolved))
    .filter(({ metric }) => !wanted.test(metric))
    .map(({ metric }) => ({ panel: title, message: `${metric} is not in the unit of the panel` }));
  const scaled = queries
    .filter(({ expr }) => /[*/] *10{2,}\b/.test(expr))
    .map(({ expr }) => ({ panel: title, message: `is scaled, where its unit should do that: ${expr}` }));
  return [...foreign, ...scaled];
}

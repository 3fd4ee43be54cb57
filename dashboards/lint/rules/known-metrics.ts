import { knownSeries } from '../../known-series.ts';
import { selectedBy } from '../promql.ts';
import { otherQueries, panelQueries } from '../queries.ts';
import type { Rule } from '../rule.ts';

/** knownMetrics: every name stands in a table of metrics, so that a renamed one cannot leave an empty panel behind. */
export const knownMetrics: Rule = {
  name: 'known-metrics',
  check: (dashboard) =>
    [...panelQueries(dashboard), ...otherQueries(dashboard)].flatMap(({ panel, resolved }) =>
      selectedBy(resolved)
        .filter(({ metric }) => !knownSeries.has(metric))
        .map(({ metric }) => ({ panel, message: `${metric} stands in no table of metrics` })),
    ),
};

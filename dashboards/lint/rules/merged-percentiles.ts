import { drawnPanels } from '../../classic-json.ts';
import { callsOf } from '../promql.ts';
import { panelQueries } from '../queries.ts';
import type { Rule } from '../rule.ts';

/** mergedPercentiles: a percentile is read off summed buckets, and nothing averages it afterwards. */
export const mergedPercentiles: Rule = {
  name: 'merged-percentiles',
  check: (dashboard) => {
    const queries = panelQueries(dashboard).flatMap(({ panel, resolved }) => [
      ...callsOf(resolved, 'histogram_quantile')
        .filter((call) => !/^histogram_quantile\([\d.]+, sum by \(le\b/.test(call))
        .map((call) => ({ panel, message: `reads a percentile off buckets that are not summed: ${call}` })),
      ...['avg', 'avg_over_time', 'quantile', 'quantile_over_time']
        .filter((name) => callsOf(resolved, name).some((call) => isPercentile(call)))
        .map((name) => ({ panel, message: `takes ${name} of a percentile` })),
    ]);
    const legends = drawnPanels(dashboard)
      .filter(({ options }) => JSON.stringify(options?.legend ?? {}).includes('"mean"'))
      .filter(({ targets = [] }) => targets.some(({ expr }) => isPercentile(expr)))
      .map(({ title }) => ({ panel: title, message: 'shows the mean of a percentile in its legend' }));
    return [...queries, ...legends];
  },
};

function isPercentile(expr: string): boolean {
  return /histogram_quantile|stat="p\d|quantile="/.test(expr);
}

import { panelQueries } from '../queries.ts';
import { selectedBy, type Selected } from '../promql.ts';
import type { Rule } from '../rule.ts';

const overTime = ['rate', 'irate', 'increase'];
const cumulative = /_(?:total|bucket|count|sum)$/;

/** counters: what only ever grows is shown as a rate or an increase, and what is not such is never shown as one. */
export const counters: Rule = {
  name: 'counters',
  check: (dashboard) =>
    panelQueries(dashboard).flatMap(({ panel, resolved }) =>
      selectedBy(resolved)
        .map(faultOf)
        .filter((message) => message !== undefined)
        .map((message) => ({ panel, message })),
    ),
};

function faultOf({ metric, around }: Selected): string | undefined {
  const isRate = overTime.includes(around[0] ?? '');
  if (cumulative.test(metric) && !isRate && !isWhole(around))
    return `${metric} only ever grows: take its rate`;
  if (!cumulative.test(metric) && isRate) return `${metric} is no counter: a rate of it means nothing`;
  return undefined;
}

/** isWhole: the last value of a counter that begins with the run is the whole of the run. */
function isWhole(around: readonly string[]): boolean {
  return around[0] === 'last_over_time' || around[0] === 'max_over_time';
}

import type { Query } from '../parts/query.ts';
import type { Of } from '../promql/own.ts';

/** sides: the same query of both runs, each moved to the left edge. */
export function sides(query: (of: Of) => string, legend = ''): Query[] {
  return (['base', 'candidate'] as const).map((side) => ({
    expr: query({ run: `run="$${side}"`, shift: `\${${side}_shift}s` }),
    legend: `${side}${legend}`,
  }));
}

import { analysesOfKind, type Analysis } from '../../model/analysis.ts';
import type { Figure } from '../../model/figure.ts';

/** rateSweepFigures: the highest rate that keeps the budget, and the knee. */
export function rateSweepFigures(analyses: readonly Analysis[]): Figure[] {
  return analysesOfKind(analyses, 'rate-sweep').flatMap(
    ({ budgetP99Ms, points, timedFrom, highestWithinBudgetRps, lowestBeyondBudgetRps, knee }): Figure[] => {
      const common = {
        group: 'latency',
        unit: 'requests/s',
        n: points.length,
        of: 'rates',
      } as const;
      return [
        {
          ...common,
          name: 'latency.highest_rate_within_budget',
          title: `highest rate with p99 ≤ ${budgetP99Ms} ms${timedFrom === undefined ? '' : ' from the send'}`,
          value: highestWithinBudgetRps,
          ...(highestWithinBudgetRps === null ? { note: 'no measured rate is shown to keep it' } : {}),
          ...(highestWithinBudgetRps !== null && lowestBeyondBudgetRps !== null
            ? { range: { low: highestWithinBudgetRps, high: lowestBeyondBudgetRps } }
            : {}),
        },
        {
          ...common,
          name: 'latency.knee',
          title: 'knee',
          value: knee.found ? knee.fromRps : null,
          ...(knee.found ? { range: { low: knee.belowRps, high: knee.fromRps } } : { note: knee.reason }),
        },
      ];
    },
  );
}

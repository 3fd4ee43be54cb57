import { observationsOf } from '../../model/observation.ts';
import type { RateSweepAnalysis, SweepPoint } from '../../model/rate-sweep-analysis.ts';
import type { Experiment } from '../../model/result.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { sweepPoint } from './sweep-point.ts';

/** rateSweepAnalysis puts the rates of a sweep in order, and says where the budget ends and the knee is. */
export function rateSweepAnalysis(
  experiment: Experiment,
  spec: RateSweepSpec,
): RateSweepAnalysis | undefined {
  const points = observationsOf(experiment.observations, 'load')
    .map((load) => sweepPoint(load, spec.budgetP99Ms))
    .toSorted((a, b) => a.offeredRps - b.offeredRps);
  if (points.length === 0) return undefined;
  return {
    kind: 'rate-sweep',
    experiment: experiment.name,
    budgetP99Ms: spec.budgetP99Ms,
    points,
    ...budgetEnd(points),
    knee: { rps: null, method: 'none' },
  };
}

function budgetEnd(
  points: readonly SweepPoint[],
): Pick<RateSweepAnalysis, 'highestWithinBudgetRps' | 'lowestBeyondBudgetRps'> {
  const end = points.findIndex(({ keepsBudget }) => keepsBudget !== 'yes');
  const within = points.slice(0, end === -1 ? points.length : end);
  return {
    highestWithinBudgetRps: within.at(-1)?.offeredRps ?? null,
    lowestBeyondBudgetRps: points.find(({ keepsBudget }) => keepsBudget === 'no')?.offeredRps ?? null,
  };
}

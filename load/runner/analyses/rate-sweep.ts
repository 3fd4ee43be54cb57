import { observationsOf } from '../../model/observation.ts';
import type { RateSweepAnalysis, SweepPoint } from '../../model/rate-sweep-analysis.ts';
import type { Experiment } from '../../model/result.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { knee } from '../../../stats/knee.ts';
import { isKept, sweepPoint } from './sweep-point.ts';

/** rateSweepAnalysis puts the rates of a sweep in order, and says where the budget ends and the knee is. */
export function rateSweepAnalysis(
  experiment: Experiment,
  { budgetP99Ms }: RateSweepSpec,
): RateSweepAnalysis | undefined {
  const loads = observationsOf(experiment.observations, 'load');
  const points = loads
    .map((load) => sweepPoint(load, budgetP99Ms))
    .filter(({ offeredRps }) => offeredRps > 0)
    .toSorted((a, b) => a.offeredRps - b.offeredRps);
  if (points.length === 0) return undefined;
  const broken = points.find(({ keepsBudget }) => keepsBudget === 'no')?.offeredRps ?? null;
  const kept = points.filter((point) => isKept(point) && point.offeredRps < (broken ?? Infinity));
  return {
    kind: 'rate-sweep',
    experiment: experiment.name,
    budgetP99Ms,
    ...(loads.some(({ responseTimeFrom }) => responseTimeFrom === 'sent')
      ? { timedFrom: 'sent' as const }
      : {}),
    points,
    highestWithinBudgetRps: kept.at(-1)?.offeredRps ?? null,
    lowestBeyondBudgetRps: broken,
    knee: kneeOf(points),
  };
}

/** kneeOf: a rate that is doubted, and broke nothing, is no evidence; one that was given up is slower than every other. */
function kneeOf(points: readonly SweepPoint[]): RateSweepAnalysis['knee'] {
  const found = knee(
    points
      .filter(({ keepsBudget, believed }) => keepsBudget !== 'cannot-tell' || believed)
      .filter(({ keepsBudget, p50Ms }) => keepsBudget === 'no' || p50Ms !== null)
      .map((point) => ({ ...rates(point), responseTimeMs: { value: point.p50Ms ?? Number.MAX_VALUE } })),
  );
  if (!found.found) return found;
  const { belowRps, fromRps, sign } = found;
  return { found: true, belowRps, fromRps, sign };
}

/** rates: achieved is what was answered as expected, whether the rest was refused, lost or never sent. */
function rates({ offeredRps, failedShare }: SweepPoint) {
  return { offeredRps, achievedRps: offeredRps * (1 - failedShare) };
}

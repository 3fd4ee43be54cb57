import { observationsOf } from '../../model/observation.ts';
import type { RateSweepAnalysis, SweepPoint } from '../../model/rate-sweep-analysis.ts';
import type { Experiment } from '../../model/result.ts';
import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';
import { budgetRate, knee } from '../../../stats/knee.ts';
import { sweepPoint } from './sweep-point.ts';

/** rateSweepAnalysis puts the rates of a sweep in order, and says where the budget ends and the knee is. */
export function rateSweepAnalysis(
  experiment: Experiment,
  { budgetP99Ms }: RateSweepSpec,
): RateSweepAnalysis | undefined {
  const points = observationsOf(experiment.observations, 'load')
    .map((load) => sweepPoint(load, budgetP99Ms))
    .filter(({ offeredRps }) => offeredRps > 0)
    .toSorted((a, b) => a.offeredRps - b.offeredRps);
  if (points.length === 0) return undefined;
  const { highestKeptRps, lowestBrokenRps } = budgetRate(points.map(byP99), budgetP99Ms);
  return {
    kind: 'rate-sweep',
    experiment: experiment.name,
    budgetP99Ms,
    points,
    highestWithinBudgetRps: highestKeptRps ?? null,
    lowestBeyondBudgetRps: lowestBrokenRps ?? null,
    knee: kneeOf(points),
  };
}

function kneeOf(points: readonly SweepPoint[]): RateSweepAnalysis['knee'] {
  const found = knee(
    points.flatMap((point) => {
      const { p50Ms } = point;
      return p50Ms === null ? [] : [{ ...rates(point), responseTimeMs: { value: p50Ms } }];
    }),
  );
  if (!found.found) return found;
  const { belowRps, fromRps, sign } = found;
  return { found: true, belowRps, fromRps, sign };
}

/** byP99: a rate from which too little was answered for a p99 is beyond every budget. */
function byP99(point: SweepPoint) {
  const { p99Ms, p99Interval } = point;
  const value = p99Ms ?? Number.MAX_VALUE;
  return { ...rates(point), responseTimeMs: { value, ...p99Interval } };
}

/** rates: achieved is what was answered as expected, whether the rest was refused, lost or never sent. */
function rates({ offeredRps, failedShare }: SweepPoint) {
  return { offeredRps, achievedRps: offeredRps * (1 - failedShare) };
}

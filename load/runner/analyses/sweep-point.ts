import type { InvalidReason, LoadObservation } from '../../model/load-observation.ts';
import type { SweepPoint } from '../../model/rate-sweep-analysis.ts';

/** toleratedFailedShare: of the requests of a rate that keeps its budget; one that is lost on the way is no overload. */
const toleratedFailedShare = 0.001;

/** isKept: the rate keeps the budget, and nothing stands against that; a search goes on above it. */
export function isKept({ keepsBudget, believed }: SweepPoint): boolean {
  return keepsBudget === 'yes' && believed;
}

/**
 * baseDoubts: what stands against the lowest rate stands against the search. A rate beyond what the system can do is never
 * steady, because queues grow: that is what was found there, and nothing that a longer warm-up would mend.
 */
export function baseDoubts(
  { invalidReasons }: LoadObservation,
  { keepsBudget }: SweepPoint,
): InvalidReason[] {
  return invalidReasons.filter(({ guard }) => guard !== 'warm-up' || keepsBudget !== 'no');
}

/**
 * sweepPoint holds one rate's load against the budget. A load that was never steady may break the budget, and does not
 * show that the rate keeps it; one that was given up before it was measured is judged by what became of its warm-up.
 */
export function sweepPoint(load: LoadObservation, budgetP99Ms: number): SweepPoint {
  const { measured } = load;
  const { ledger, durationMs } = stretchOf(load);
  const { scheduled, ok } = ledger;
  const perSecond = (count: number): number => (durationMs > 0 ? (count * 1000) / durationMs : 0);
  const failedShare = scheduled === 0 ? 1 : (scheduled - ok) / scheduled;
  const { p50, p90, p99 } = measured.responseTimeMs;
  const interval = measured.responseTimeIntervals.p99;
  return {
    journeysPerSecond: load.load.model === 'open' ? load.load.ratePerSecond : 0,
    offeredRps: perSecond(scheduled),
    throughputRps: perSecond(ok),
    p50Ms: p50,
    p90Ms: p90,
    p99Ms: p99,
    ...(interval === undefined ? {} : { p99Interval: interval }),
    failedShare,
    keepsBudget:
      failedShare > toleratedFailedShare
        ? 'no'
        : keeps(load, interval?.low ?? p99, interval?.high ?? p99, budgetP99Ms),
    believed: load.valid,
    doubts: load.invalidReasons.map(({ message }) => message),
  };
}

/** stretchOf: what was measured, or the warm-up where the load was stopped in it. */
function stretchOf({ measured, warmUp, startedAtMs, measuredFromMs }: LoadObservation) {
  if (measured.ledger.scheduled > 0) return measured;
  return { ledger: warmUp, durationMs: measuredFromMs - startedAtMs };
}

function keeps(
  { warmUpEnd }: LoadObservation,
  low: number | null,
  high: number | null,
  limit: number,
): SweepPoint['keepsBudget'] {
  if (low === null || high === null) return 'cannot-tell';
  if (high <= limit) return warmUpEnd?.steady === false ? 'cannot-tell' : 'yes';
  return low > limit ? 'no' : 'cannot-tell';
}

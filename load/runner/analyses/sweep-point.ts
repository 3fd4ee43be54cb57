import type { LoadObservation } from '../../model/load-observation.ts';
import type { SweepPoint } from '../../model/rate-sweep-analysis.ts';

/** toleratedFailedShare: of the requests of a rate that keeps its budget; one that is lost on the way is no overload. */
const toleratedFailedShare = 0.001;

/** sweepPoint holds one rate's load against the budget. */
export function sweepPoint(load: LoadObservation, budgetP99Ms: number): SweepPoint {
  const { measured } = load;
  const { scheduled, ok } = measured.ledger;
  const failedShare = scheduled === 0 ? 1 : (scheduled - ok) / scheduled;
  const { p50, p90, p99 } = measured.responseTimeMs;
  const interval = measured.responseTimeIntervals.p99;
  return {
    journeysPerSecond: load.load.model === 'open' ? load.load.ratePerSecond : 0,
    offeredRps: measured.offeredRps,
    throughputRps: measured.durationMs > 0 ? (ok * 1000) / measured.durationMs : 0,
    p50Ms: p50,
    p90Ms: p90,
    p99Ms: p99,
    ...(interval === undefined ? {} : { p99Interval: interval }),
    failedShare,
    keepsBudget:
      failedShare > toleratedFailedShare
        ? 'no'
        : keeps(p99, interval?.low ?? p99, interval?.high ?? p99, budgetP99Ms),
    believed: load.valid,
    doubts: load.invalidReasons.map(({ message }) => message),
  };
}

function keeps(
  value: number | null,
  low: number | null,
  high: number | null,
  limit: number,
): SweepPoint['keepsBudget'] {
  if (value === null || low === null || high === null) return 'cannot-tell';
  if (high <= limit) return 'yes';
  return low > limit ? 'no' : 'cannot-tell';
}

/** Mm1Queue: one server with exponential service times, first come first served, under Poisson arrivals. */
export interface Mm1Queue {
  readonly utilization: number;
  readonly meanResponseMs: number;
  /** responseQuantileMs: the response time (waiting and service) that the share q of requests, in [0, 1), stays within. */
  readonly responseQuantileMs: (q: number) => number;
}

/**
 * mm1Queue gives the exact response times of an M/M/1 queue in its steady state: exponential with the mean
 * S / (1 − ρ), ρ = λ S, so that the quantile q is −ln(1 − q) S / (1 − ρ), with S the mean service time.
 * Throws RangeError for a rate or service time that is not positive, a utilization from 1 on, or a q outside [0, 1).
 * Source: Kleinrock (1975), Queueing Systems, vol. 1, section 3.2 and chapter 5.
 */
export function mm1Queue(arrivalsPerSecond: number, meanServiceMs: number): Mm1Queue {
  for (const value of [arrivalsPerSecond, meanServiceMs]) {
    if (!(Number.isFinite(value) && value > 0))
      throw new RangeError(`a queue needs a positive rate and service time, got ${value}`);
  }
  const utilization = (arrivalsPerSecond * meanServiceMs) / 1000;
  if (utilization >= 1)
    throw new RangeError(`a queue has no steady state at a utilization of ${utilization}`);
  const meanResponseMs = meanServiceMs / (1 - utilization);
  return {
    utilization,
    meanResponseMs,
    responseQuantileMs: (q) => {
      if (!(q >= 0 && q < 1)) throw new RangeError(`a quantile of a queue lies in [0, 1), got ${q}`);
      return -Math.log1p(-q) * meanResponseMs;
    },
  };
}

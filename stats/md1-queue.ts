/** Md1Queue: one server with a fixed service time, first come first served, under Poisson arrivals. */
export interface Md1Queue {
  readonly arrivalsPerSecond: number;
  readonly serviceMs: number;
  /** utilization: the share of time that the server is busy, ρ = λ D, below 1. */
  readonly utilization: number;
  /** meanResponseMs: D + ρ D / (2 (1 − ρ)), by Pollaczek and Khinchine. */
  readonly meanResponseMs: number;
  /** responseShare: P(response time ≤ ms). */
  readonly responseShare: (ms: number) => number;
  /** responseQuantileMs: the response time (waiting and service) that the share q of requests, in [0, 1), stays within. */
  readonly responseQuantileMs: (q: number) => number;
}

/**
 * md1Queue gives the exact response times of an M/D/1 queue in its steady state, as a truth to hold a load generator
 * against. With D the service time, λ the rate and Pₘ the probability of at most m in the system,
 *   P(wait ≤ t) = exp(−λ (kD − t)) Σ_{j=0}^{k−1} P_{k−j} (λ (kD − t))ʲ / j!,  (k − 1) D ≤ t < kD.
 * Every term is positive, so that nothing cancels; Erlang's own alternating sum loses all digits in the tail.
 * Throws RangeError for a rate or service time that is not positive, a utilization from 1 on, or a q outside [0, 1).
 * Sources: Franx (2001), A simple solution for the M/D/c waiting time distribution, Operations Research Letters 29(5),
 * 221–229, for c = 1; the mean, Khinchine (1932); Kleinrock (1975), Queueing Systems, vol. 1, section 5.6.
 */
export function md1Queue(arrivalsPerSecond: number, serviceMs: number): Md1Queue {
  for (const value of [arrivalsPerSecond, serviceMs]) {
    if (!(Number.isFinite(value) && value > 0))
      throw new RangeError(`a queue needs a positive rate and service time, got ${value}`);
  }
  const utilization = (arrivalsPerSecond * serviceMs) / 1000;
  if (utilization >= 1)
    throw new RangeError(`a queue has no steady state at a utilization of ${utilization}`);
  const atMost = systemSize(utilization);
  const responseShare = (ms: number) => waitShare(ms / serviceMs - 1, utilization, atMost);
  return {
    arrivalsPerSecond,
    serviceMs,
    utilization,
    meanResponseMs: serviceMs * (1 + utilization / (2 * (1 - utilization))),
    responseShare,
    responseQuantileMs: (q) => quantile(q, serviceMs, responseShare),
  };
}

/** waitShare: P(wait ≤ t), t in service times; 1 − ρ of the requests do not wait. */
function waitShare(t: number, rho: number, atMost: (m: number) => number): number {
  if (t < 0) return 0;
  const k = Math.floor(t) + 1;
  const mean = rho * (k - t);
  let term = Math.exp(-mean);
  let share = 0;
  for (let j = 0; j < k && term > 1e-18; j += 1) {
    share += term * atMost(k - j - 1);
    term *= mean / (j + 1);
  }
  return Math.min(1, share);
}

/**
 * systemSize gives P(at most m waiting behind the one in service), m = 0, 1, …, that is P(at most m + 1 in the system),
 * from the balance of moves across each level: p(j+1) a₀ = p(0) P(A > j) + Σ_{i=1}^{j} p(i) P(A > j − i + 1), where A is
 * the number of arrivals during one service. Positive terms only. Source: Tijms (1994), Stochastic Models, section 4.2.
 */
function systemSize(rho: number): (m: number) => number {
  const more = poissonTails(rho);
  const p = [1 - rho];
  const cumulative = [1 - rho];
  return (m) => {
    while (cumulative.length <= m + 1) {
      const j = p.length - 1;
      let up = (p[0] as number) * more(j);
      for (let i = Math.max(1, j - mostArrivals); i <= j; i += 1) up += (p[i] as number) * more(j - i + 1);
      p.push(up / Math.exp(-rho));
      cumulative.push((cumulative[j] as number) + (p[j + 1] as number));
    }
    return cumulative[m + 1] as number;
  };
}

/** mostArrivals: more during one service, of which there is at most one on average, have a probability below 1e-60. */
const mostArrivals = 50;

/** poissonTails: P(A > j), summed from the far end so that small tails keep their digits. */
function poissonTails(mean: number): (j: number) => number {
  const terms = [Math.exp(-mean)];
  for (let j = 1; j <= mostArrivals + 1; j += 1) terms.push(((terms[j - 1] as number) * mean) / j);
  const tails = Array<number>(mostArrivals + 1).fill(0);
  let sum = 0;
  for (let j = mostArrivals; j >= 0; j -= 1) {
    sum += terms[j + 1] as number;
    tails[j] = sum;
  }
  return (j) => tails[j] ?? 0;
}

function quantile(q: number, serviceMs: number, share: (ms: number) => number): number {
  if (!(q >= 0 && q < 1)) throw new RangeError(`a quantile of a queue lies in [0, 1), got ${q}`);
  if (share(serviceMs) >= q) return serviceMs;
  let low = serviceMs;
  let high = 2 * serviceMs;
  while (share(high) < q) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (share(middle) < q) low = middle;
    else high = middle;
  }
  return high;
}

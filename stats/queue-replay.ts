/**
 * responseTimesMs gives the exact response time of every request to one first-come-first-served server that starts
 * empty, for given arrivals (milliseconds, not decreasing) and service time (fixed, or one for each arrival):
 * departureᵢ = max(arrivalᵢ, departureᵢ₋₁) + serviceᵢ. Unlike a steady-state formula this is the truth for a schedule of
 * finite length, whose chance it shares. Throws RangeError for arrivals that decrease, service times that are negative
 * or not finite, or lengths that differ.
 * Source: Lindley (1952), The theory of queues with a single server, Proc. Cambridge Philosophical Society 48(2).
 */
export function responseTimesMs(
  arrivalsMs: readonly number[],
  serviceMs: number | readonly number[],
): number[] {
  if (typeof serviceMs !== 'number' && serviceMs.length !== arrivalsMs.length)
    throw new RangeError(`${serviceMs.length} service times stand against ${arrivalsMs.length} arrivals`);
  let previous = -Infinity;
  let free = -Infinity;
  return arrivalsMs.map((arrival, i) => {
    const service = typeof serviceMs === 'number' ? serviceMs : (serviceMs[i] as number);
    if (!(arrival >= previous)) throw new RangeError(`arrival ${i} at ${arrival} ms follows ${previous} ms`);
    if (!(Number.isFinite(service) && service >= 0))
      throw new RangeError(`service time ${i} is ${service} ms`);
    previous = arrival;
    free = Math.max(arrival, free) + service;
    return free - arrival;
  });
}

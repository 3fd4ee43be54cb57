import type { Arrivals } from '../../model/load-plan.ts';
import type { Random } from './random.ts';

/**
 * arrivalTimes gives a function that yields the start of one journey after the other, in milliseconds since the
 * schedule's beginning: a pure function of the rate and the random sequence, whatever the system under load does.
 *
 * `uniform`: journey i starts at i / rate. `poisson`: gaps are exponential, -ln(1 - u) / rate, so that arrivals are as
 * independent of each other as those of many unrelated clients; the first gap precedes the first journey.
 * Source: inversion of the exponential distribution, Devroye (1986), Non-Uniform Random Variate Generation, II.2.
 */
export function arrivalTimes(arrivals: Arrivals, ratePerSecond: number, random: Random): () => number {
  return arrivals === 'uniform' ? uniformTimes(ratePerSecond) : poissonTimes(ratePerSecond, random);
}

function uniformTimes(ratePerSecond: number): () => number {
  let index = 0;
  // Multiplied before it is divided: times do not drift by rounding, however many there are.
  return () => (index++ * 1000) / ratePerSecond;
}

function poissonTimes(ratePerSecond: number, random: Random): () => number {
  let atMs = 0;
  return () => (atMs += (-Math.log(1 - random()) * 1000) / ratePerSecond);
}

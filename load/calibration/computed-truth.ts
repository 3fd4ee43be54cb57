import { arrivalTimes } from '../engines/paced/arrivals.ts';
import { randomOf, Stream } from '../engines/paced/random.ts';
import { serviceModel } from '../engines/truth/service-model.ts';
import { samplesNeeded } from '../model/histogram.ts';
import type { Arrivals } from '../model/load-plan.ts';
import type { TruthCase } from './truth-case.ts';

/** quantiles that are compared, by the names that every figure has. */
export const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
export type QuantileName = keyof typeof quantiles;

/** Times at the quantiles, in milliseconds; null where fewer than 10/(1−q) requests stand behind one. */
export type Times = Readonly<Record<QuantileName, number | null>>;

/** Schedule: what of a case's load a truth is computed for. */
export interface Schedule {
  readonly arrivals: Arrivals;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** ComputedTruth: what clients that arrive on schedule see, exactly, whatever measures them. */
export interface ComputedTruth {
  readonly warmUpRequests: number;
  readonly requests: number;
  readonly timesMs: Times;
}

/**
 * computedTruth replays the case's seeded arrivals through the model of its server, and takes the percentiles of those
 * that are scheduled after the warm-up. Nothing is measured, and what lies between client and server is not in it.
 * A server that drops requests has no times that are of interest.
 */
export function computedTruth(truthCase: TruthCase, schedule: Schedule): ComputedTruth {
  const { server, ratePerSecond, seed } = truthCase;
  const next = arrivalTimes(schedule.arrivals, ratePerSecond, randomOf(seed, Stream.arrivals));
  const answerMs = server.kind === 'dropping' ? undefined : serviceModel(server);
  const timesMs: number[] = [];
  let [warmUpRequests, requests] = [0, 0];
  for (let atMs = next(); atMs < schedule.warmUpMs + schedule.durationMs; atMs = next()) {
    const tookMs = (answerMs?.(atMs, warmUpRequests + requests + 1) ?? Number.NaN) - atMs;
    if (atMs < schedule.warmUpMs) warmUpRequests += 1;
    else {
      requests += 1;
      if (answerMs !== undefined) timesMs.push(tookMs);
    }
  }
  return { warmUpRequests, requests, timesMs: timesOf(timesMs) };
}

/** timesOf takes the quantiles of times by nearest rank, as the histograms of the engines do; null for too few. */
export function timesOf(timesMs: readonly number[]): Times {
  const sorted = Float64Array.from(timesMs).sort();
  const at = (q: number): number | null =>
    sorted.length < samplesNeeded(q) ? null : sorted[Math.ceil(sorted.length * q - 1e-9) - 1]!;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999) };
}

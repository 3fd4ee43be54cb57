import { arrivalTimes } from '../engines/paced/arrivals.ts';
import { randomOf, Stream } from '../engines/paced/random.ts';
import { serviceModel } from '../engines/truth/service-model.ts';
import { samplesNeeded } from '../model/histogram.ts';
import type { Arrivals } from '../model/load-plan.ts';
import type { Interval } from './machine/standstill.ts';
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
 *
 * `standstills`, in order and on the schedule's axis, are when the machine of both did nothing: what is due meanwhile, a
 * request or an answer, is due at their end.
 */
export function computedTruth(
  truthCase: TruthCase,
  schedule: Schedule,
  standstills: readonly Interval[] = [],
): ComputedTruth {
  const { server, ratePerSecond, seed } = truthCase;
  const next = arrivalTimes(schedule.arrivals, ratePerSecond, randomOf(seed, Stream.arrivals));
  const answerMs = server.kind === 'dropping' ? undefined : serviceModel(server);
  const heldUp = heldUpBy(standstills);
  const timesMs: number[] = [];
  let [warmUpRequests, requests] = [0, 0];
  for (let atMs = next(); atMs < schedule.warmUpMs + schedule.durationMs; atMs = next()) {
    const dueMs = answerMs?.(heldUp(atMs), warmUpRequests + requests + 1) ?? Number.NaN;
    const tookMs = heldUp(dueMs) - atMs;
    if (atMs < schedule.warmUpMs) warmUpRequests += 1;
    else {
      requests += 1;
      if (answerMs !== undefined) timesMs.push(tookMs);
    }
  }
  return { warmUpRequests, requests, timesMs: timesOf(timesMs) };
}

/** heldUpBy gives when something happens that is due at a moment. */
function heldUpBy(standstills: readonly Interval[]): (dueMs: number) => number {
  return (dueMs) => {
    const after = firstWhere(standstills, ({ toMs }) => toMs > dueMs);
    return after !== undefined && after.fromMs <= dueMs ? after.toMs : dueMs;
  };
}

/** firstWhere looks for the first of `items` that fulfils what all after it fulfil as well. */
function firstWhere<T>(items: readonly T[], isSo: (item: T) => boolean): T | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return items[low];
}

/** timesOf takes the quantiles of times by nearest rank, as the histograms of the engines do; null for too few. */
export function timesOf(timesMs: readonly number[]): Times {
  const sorted = Float64Array.from(timesMs).sort();
  const at = (q: number): number | null =>
    sorted.length < samplesNeeded(q) ? null : sorted[Math.ceil(sorted.length * q - 1e-9) - 1]!;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999) };
}

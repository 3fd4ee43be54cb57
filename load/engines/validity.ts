import type { Histogram } from 'hdr-histogram-js';
import { ledgerImbalance, type Ledger } from '../model/ledger.ts';
import type { InvalidReason, LoadObservation } from '../model/load-observation.ts';

/** validityLimits: beyond which a measurement says more about the generator than about the system under load. */
export const validityLimits = {
  /** achievedShare: of the offered requests that must have been handed over in time. */
  achievedShare: 0.99,
  dispatchDelayP99Ms: 5,
  generatorCpuShare: 0.8,
  /** headroomFactor: how many times the rate the generator must have shown that it can do. */
  headroomFactor: 2,
  /** droppedShare: of the scheduled requests that may have been held back. */
  droppedShare: 0.001,
} as const;

/** LoadQuantities: what the guards look at. Shares are from 0 to 1, cpuShare of one core. */
export interface LoadQuantities {
  readonly offeredRps: number;
  readonly achievedRps: number;
  /** dispatchDelay of everything that was sent, in microseconds. */
  readonly dispatchDelay: Pick<Histogram, 'totalCount' | 'getValueAtPercentile'>;
  readonly cpuShare: number;
  readonly measured: Ledger;
  readonly warmUp: Ledger;
  /** shortages: what this machine ran out of, by error code. */
  readonly shortages: readonly string[];
  /** warmUpEnd: why the warm-up ended, where a rule ended it and not the clock. */
  readonly warmUpEnd?: LoadObservation['warmUpEnd'] | undefined;
}

/** invalidReasons names every guard that a load has tripped; none means that its figures can be believed. */
export function invalidReasons(found: LoadQuantities): InvalidReason[] {
  return [empty, shortage, unsteady, achieved, dispatchDelay, cpu, dropped, imbalance].flatMap(
    (guard) => guard(found) ?? [],
  );
}

/** ShownHeadroom: what a generator did before a server that answers at once, where it was asked for the offered rate. */
export interface ShownHeadroom {
  readonly ratePerSecond: number;
  readonly offeredRps: number;
  readonly achievedRps: number;
  /** dispatchDelayP99Ms: null where the engine cannot see it, or sent too few requests. */
  readonly dispatchDelayP99Ms: number | null;
}

/** headroomReason is the guard of headroom: a generator must be able to do twice what it is asked for, and on time. */
export function headroomReason(shown: ShownHeadroom): InvalidReason | undefined {
  const { ratePerSecond, achievedRps, dispatchDelayP99Ms } = shown;
  const needed = ratePerSecond * validityLimits.headroomFactor;
  const limit = needed * validityLimits.achievedShare;
  const before = `before a server that answers at once, the generator`;
  const next = 'lower the rate, or use a machine with more or quieter cores.';
  if (achievedRps < limit) {
    const message = `${before} did ${rounded(achievedRps)} of the ${rounded(needed)} requests/s that show headroom for ${rounded(ratePerSecond)}: ${next}`;
    return { guard: 'headroom', message, found: achievedRps, limit };
  }
  const limitMs = validityLimits.dispatchDelayP99Ms;
  if (dispatchDelayP99Ms === null || dispatchDelayP99Ms <= limitMs) return undefined;
  const message = `${before} sent late at ${rounded(needed)} requests/s: p99 of the dispatch delay is ${rounded(dispatchDelayP99Ms)} ms, above ${limitMs} ms; ${next}`;
  return { guard: 'headroom', message, found: dispatchDelayP99Ms, limit: limitMs };
}

type GuardOf = (found: LoadQuantities) => InvalidReason | undefined;

/** A load that was stopped in a warm-up that a rule ends is unsteady, and nothing else. */
const empty: GuardOf = ({ measured, warmUpEnd }) => {
  if (measured.scheduled > 0 || warmUpEnd?.steady === false) return undefined;
  const message = 'no request was scheduled after the warm-up: raise the rate or the duration.';
  return { guard: 'engine', message, found: 0, limit: 1 };
};

const shortage: GuardOf = ({ shortages }) => {
  if (shortages.length === 0) return undefined;
  const message = `this machine, not the server, ran out of descriptors or ports (${shortages.join(', ')}): raise ulimit -n or lower --max-in-flight.`;
  return { guard: 'engine', message, found: null, limit: null };
};

const unsteady: GuardOf = ({ warmUpEnd, measured }) => {
  if (warmUpEnd === undefined || warmUpEnd.steady) return undefined;
  const when = measured.scheduled > 0 ? 'when the longest warm-up was over' : 'when it was stopped';
  const message = `the load was not steady ${when}: ${warmUpEnd.reason}. Warm up for longer, or ask for less.`;
  return { guard: 'warm-up', message, found: null, limit: null };
};

const achieved: GuardOf = ({ offeredRps, achievedRps }) => {
  const limit = offeredRps * validityLimits.achievedShare;
  if (achievedRps >= limit) return undefined;
  const message = `achieved ${rounded(achievedRps)} of ${rounded(offeredRps)} requests/s: less than 99% of what was offered.`;
  return { guard: 'achieved-rate', message, found: achievedRps, limit };
};

const dispatchDelay: GuardOf = ({ dispatchDelay: delays }) => {
  const q = guardedQuantile(delays.totalCount);
  const foundMs = delays.totalCount === 0 ? 0 : delays.getValueAtPercentile(q * 100) / 1000;
  const limit = validityLimits.dispatchDelayP99Ms;
  if (foundMs <= limit) return undefined;
  const message = `the generator sent late: p${rounded(q * 100)} of the dispatch delay is ${rounded(foundMs)} ms, above ${limit} ms.`;
  return { guard: 'dispatch-delay', message, found: foundMs, limit };
};

/** guardedQuantile: 0.99, or the highest q with at least ten values above it where there are fewer than 1,000. */
function guardedQuantile(count: number): number {
  return Math.min(0.99, Math.max(0.5, 1 - 10 / Math.max(count, 1)));
}

const cpu: GuardOf = ({ cpuShare }) => {
  const limit = validityLimits.generatorCpuShare;
  if (cpuShare <= limit) return undefined;
  const message = `the generator used ${rounded(cpuShare * 100)}% of a core, above ${limit * 100}%: its own queueing is in the figures.`;
  return { guard: 'generator-cpu', message, found: cpuShare, limit };
};

const dropped: GuardOf = ({ measured }) => {
  const share = measured.scheduled === 0 ? 0 : measured.notSent / measured.scheduled;
  const limit = validityLimits.droppedShare;
  if (share <= limit) return undefined;
  const message = `${measured.notSent} of ${measured.scheduled} requests were not sent, more than 0.1%: too many were in flight, or the generator fell behind.`;
  return { guard: 'dropped', message, found: share, limit };
};

const imbalance: GuardOf = ({ measured, warmUp }) => {
  const found = ledgerImbalance(measured) ?? ledgerImbalance(warmUp);
  if (found === undefined) return undefined;
  return { guard: 'ledger', message: `the ledger does not balance: ${found}.`, found: null, limit: null };
};

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2, useGrouping: false });
}

import { quantiles, type QuantileName, type Times } from './computed-truth.ts';
import type { Reading } from './contender.ts';
import type { Standstill } from './machine/standstill.ts';

/**
 * quietShare: the standstill up to which a percentile is a matter of whoever measures, as a share of the time. Behind the
 * quantile q stand 1−q of the requests, and so of the time: a machine that stands still for more than half of that decides it
 * by itself.
 */
export function quietShare(name: QuantileName): number {
  return (1 - quantiles[name]) / 2;
}

/** CalibrationRow: one contender before one truth server. Times are milliseconds, CPU microseconds. */
export interface CalibrationRow {
  readonly server: string;
  readonly contender: string;
  readonly model: 'open' | 'closed';
  /** trueMs: computed from the schedule; serverMs: what the server really took, by its own account. */
  readonly trueMs: Times;
  readonly serverMs: Times;
  /** serverLateMs: how much of that the server itself was late, by its own clock. */
  readonly serverLateMs: Times;
  readonly measuredMs: Times;
  /** relativeError: measured / true − 1; null where either is. */
  readonly relativeError: Times;
  readonly requests: number;
  /** trueLost: by the server's account. */
  readonly trueLost: number;
  readonly measuredLost: number;
  readonly offeredRps: number | null;
  readonly achievedRps: number;
  readonly dispatchDelayMs: Reading['dispatchDelayMs'];
  readonly cpuUsPerRequest: number | null;
  readonly invalidBecause: readonly string[];
  /** standstill of this machine meanwhile; null where nobody could watch. */
  readonly standstill: Pick<Standstill, 'share' | 'longestMs'> | null;
  /** tries: how often it was measured, until the machine was quiet; this one is the quietest of them. */
  readonly tries: number;
  /** withStandstillMs: trueMs of requests and answers that wait while the machine stands still; null where that is not known. */
  readonly withStandstillMs: Times | null;
}

/** Calibration: how far each contender was from the truth, on this machine. */
export interface Calibration {
  readonly rows: readonly CalibrationRow[];
  /** absent: what was not put to the test, and why. */
  readonly absent: readonly { readonly contender: string; readonly why: string }[];
  /** failed: who did not get through, before which server, and why; it was put before no further one. */
  readonly failed: readonly { readonly contender: string; readonly server: string; readonly why: string }[];
  readonly tookMs: number;
}

/** relativeErrors compares times at each quantile. */
export function relativeErrors(measured: Times, truth: Times): Times {
  const error = (name: QuantileName): number | null => {
    const [found, is] = [measured[name], truth[name]];
    return found === null || is === null ? null : found / is - 1;
  };
  return Object.fromEntries(
    (Object.keys(quantiles) as QuantileName[]).map((name) => [name, error(name)]),
  ) as Times;
}

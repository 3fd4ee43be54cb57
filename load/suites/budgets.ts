import type { Budget } from '../model/figure.ts';
import { limits } from '../model/limits.ts';

/** MiB in bytes. */
export const MiB = 1024 * 1024;

/** atMost: a limit on speed or size. */
export const atMost = (limit: number): Budget => ({ comparison: '<=', limit, correctness: false });

/** never: what must not happen, as a matter of right and wrong. */
export const never: Budget = { comparison: '=', limit: 0, correctness: true };

/** noneOf: what should not happen, as a matter of quality. */
export const noneOf: Budget = { comparison: '=', limit: 0, correctness: false };

/** bookingBudgets: nothing sold twice and nothing lost, whatever was done. */
export const bookingBudgets: Readonly<Record<string, Budget>> = {
  'bookings.oversold_seats': never,
  'bookings.unreconciled': never,
};

/** latencyBudgets: of a steady load. */
export const latencyBudgets: Readonly<Record<string, Budget>> = {
  'latency.response_time.p50': atMost(limits.responseTimeP50Ms),
  'latency.response_time.p99': atMost(limits.responseTimeP99Ms),
  'latency.failed_requests': noneOf,
  'latency.unaccounted_requests': noneOf,
};

/** observerBudgets: looking on may cost less than 2%. */
export const observerBudgets: Readonly<Record<string, Budget>> = {
  'observer.response_time_p50_ratio': atMost(1.02),
  'observer.throughput_ratio': { comparison: '>=', limit: 0.98, correctness: false },
};

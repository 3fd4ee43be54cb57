import type { Options } from 'k6/options';
import type { LoadBudgets } from '../model/load-plan.ts';

type Thresholds = NonNullable<Options['thresholds']>;
type Threshold = Thresholds[string][number];

/** quickBudgets: those of the quick suite, for scripts that run on their own. */
export const quickBudgets: LoadBudgets = { p50Ms: 10, p99Ms: 50, failedShare: 0 };

/**
 * thresholdsOf makes k6's thresholds of budgets; `wrap` may make a threshold end the run. k6 times from the actual
 * send, so that its durations are held against the budgets of service time: passing them here is necessary, not enough.
 */
export function thresholdsOf(
  { p50Ms, p90Ms, p99Ms, failedShare }: LoadBudgets,
  wrap: (threshold: string) => Threshold = (threshold) => threshold,
): Thresholds {
  const durations = [
    ...(p50Ms === undefined ? [] : [`p(50)<=${p50Ms}`]),
    ...(p90Ms === undefined ? [] : [`p(90)<=${p90Ms}`]),
    ...(p99Ms === undefined ? [] : [`p(99)<=${p99Ms}`]),
  ];
  return {
    ...(durations.length === 0 ? {} : { 'http_req_duration{scenario:measured}': durations.map(wrap) }),
    ...(failedShare === undefined
      ? {}
      : { 'http_req_failed{scenario:measured}': [wrap(`rate<=${failedShare}`)] }),
  };
}

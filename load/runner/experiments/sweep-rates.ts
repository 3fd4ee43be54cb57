import type { RateSweepSpec } from '../../suites/experiments/rate-sweep.ts';

/** MeasuredRate: journeys per second that have been measured, and how that went. */
export interface MeasuredRate {
  readonly rate: number;
  readonly kept: boolean;
}

type Rates = Pick<RateSweepSpec, 'firstRatePerSecond' | 'highestRatePerSecond' | 'refinements'>;

/** nextRate says which rate to measure next; undefined when the end is known well enough, or cannot be found. */
export function nextRate(rates: Rates, measured: readonly MeasuredRate[]): number | undefined {
  if (measured.length === 0) return rates.firstRatePerSecond;
  const low = Math.max(...measured.filter(({ kept }) => kept).map(({ rate }) => rate));
  const high = Math.min(...measured.filter(({ kept }) => !kept).map(({ rate }) => rate));
  if (low === Number.NEGATIVE_INFINITY) return undefined;
  if (high === Number.POSITIVE_INFINITY) return doubled(low, rates);
  const refined = measured.length - 1 - measured.findIndex(({ kept }) => !kept);
  return refined >= rates.refinements ? undefined : between(low, high);
}

function doubled(low: number, { highestRatePerSecond }: Rates): number | undefined {
  return low >= highestRatePerSecond ? undefined : Math.min(low * 2, highestRatePerSecond);
}

/** between: the geometric middle, since what matters of a rate is its ratio to another. */
function between(low: number, high: number): number | undefined {
  const middle = Math.round(Math.sqrt(low * high));
  return middle > low && middle < high ? middle : undefined;
}

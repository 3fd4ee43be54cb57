import { type Pair, pairedRatio } from './paired-ratio.ts';
import { tInterval } from './t-interval.ts';

/** RatioOverRounds: 1 means no effect; no interval under two rounds of pairs, or under two pairs where there is one round. */
export interface RatioOverRounds {
  readonly ratio: number;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** method of the interval, in words. */
  readonly method: string;
}

/**
 * ratioOverRounds gives the effect of a change from pairs that were measured in rounds, where what is measured was
 * started anew for each round. Two starts of the same program differ by themselves, and the pairs of a round share that:
 * only rounds are independent. The estimate is the geometric mean of the rounds' ratios (see pairedRatio), the interval
 * Student's t over their logarithms at `level` in (0, 1). A single round falls back to its pairs, and knows nothing of
 * the difference between starts. Undefined for no pairs. Throws RangeError for values that are not positive, or the level.
 * Source: summary-measures analysis of clustered data, Donner & Klar (2000), Design and Analysis of Cluster Randomization
 * Trials, chapter 7.
 */
export function ratioOverRounds(
  rounds: readonly (readonly Pair[])[],
  level: number,
): RatioOverRounds | undefined {
  const found = rounds.flatMap((pairs) => pairedRatio(pairs, level) ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  if (found.length === 1)
    return {
      ratio: first.ratio,
      interval: first.interval,
      method: 't interval on the logarithms of the ratios',
    };
  const over = tInterval(
    found.map(({ ratio }) => Math.log(ratio)),
    level,
  );
  return {
    ratio: Math.exp(over?.mean ?? 0),
    interval: over && { low: Math.exp(over.low), high: Math.exp(over.high) },
    method: `t interval on the logarithms of the ratios of ${found.length} starts`,
  };
}

/** Bucket of a cumulative histogram: how many values are at most `upper`; the last bucket's upper end may be Infinity. */
export interface Bucket {
  readonly upper: number;
  readonly count: number;
}

/**
 * bucketQuantile: between which two bounds the quantile q lies, for sure; nothing is guessed within a bucket. Buckets by
 * rising upper end, counts cumulative, as Prometheus exposes them. Undefined without values; throws RangeError for q
 * outside of (0, 1].
 */
export function bucketQuantile(
  buckets: readonly Bucket[],
  q: number,
): { readonly low: number; readonly high: number } | undefined {
  if (!(q > 0 && q <= 1)) throw new RangeError(`a quantile lies in (0, 1], got ${q}`);
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return undefined;
  const at = buckets.findIndex(({ count }) => count >= q * total);
  return { low: buckets[at - 1]?.upper ?? 0, high: buckets[at]?.upper ?? Number.POSITIVE_INFINITY };
}

import type { Buckets } from './own-sample.ts';

/** noBuckets: of a histogram with so many buckets in which nothing is counted. */
export function noBuckets(length: number): Buckets & { counts: number[] } {
  return { counts: Array.from({ length }, () => 0), sum: 0 };
}

/** notBelow gives what was found in the end; a value at the bound of a bucket may have been counted on its other side before. */
export function notBelow(before: Buckets, found: Buckets): Buckets & { counts: number[] } {
  let [totalBefore, totalFound, counted] = [0, 0, 0];
  const counts = found.counts.map((count, index) => {
    totalBefore += before.counts[index] ?? 0;
    totalFound += count;
    const added = Math.max(totalBefore, totalFound) - counted;
    counted += added;
    return added;
  });
  return { counts, sum: Math.max(before.sum, found.sum) };
}

import type { OwnMetric } from './own-metrics.ts';

/** Labels of one series; a label whose value is undefined is left out. */
export type Labels = Readonly<Record<string, string | undefined>>;

/**
 * Buckets: what a histogram has counted since its beginning, in its unit. counts are of each bucket alone, and one more
 * than the bounds of the metric: the last takes what lies beyond them.
 */
export interface Buckets {
  readonly counts: readonly number[];
  readonly sum: number;
}

/** OwnSample: a value of a series at a moment in Unix milliseconds. */
export interface OwnSample {
  readonly labels: Labels;
  readonly value: number | Buckets;
  readonly unixMs: number;
}

/** OwnFamily: a metric and samples of its series. */
export type OwnFamily = readonly [metric: OwnMetric, samples: readonly OwnSample[]];

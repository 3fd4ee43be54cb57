import type { OwnMetric } from '../model/own-metrics.ts';
import type { Labels, OwnSample } from '../model/own-sample.ts';

/** Point: a value of a series at a moment, or `stale`: from that moment on there is none. */
export interface Point {
  readonly unixMs: number;
  readonly value: OwnSample['value'] | 'stale';
}

/** Series: points of one series, in the order of time. */
export interface Series {
  readonly metric: OwnMetric;
  readonly labels: Labels;
  readonly points: readonly Point[];
}

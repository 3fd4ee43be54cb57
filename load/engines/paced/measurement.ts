import type { Histogram } from 'hdr-histogram-js';
import { encodeHistogram, percentileMs, percentiles } from '../../model/histogram.ts';
import type { LoadMeasurement } from '../../model/load-observation.ts';
import type { MeasuredStretch } from './stretch.ts';

/** measurement sums up the measured stretch, from `fromMs` to `endMs` on the clock that it was recorded in. */
export function measurement(stretch: MeasuredStretch, fromMs: number, endMs: number): LoadMeasurement {
  const durationMs = Math.max(0, endMs - fromMs);
  const perSecond = (count: number): number => (durationMs === 0 ? 0 : (count * 1000) / durationMs);
  return {
    durationMs,
    offeredRps: perSecond(stretch.ledger.scheduled),
    achievedRps: perSecond(stretch.sentInTime),
    responseTimeMs: percentiles(stretch.responseTime),
    serviceTimeMs: percentiles(stretch.serviceTime),
    connectionWaitMs: percentiles(stretch.connectionWait),
    dispatchDelayMs: percentiles(stretch.dispatchDelay),
    responseTimeAnyEndMs: percentiles(stretch.anyEnd),
    responseTimeIntervals: intervals(stretch, endMs),
    percentileCurve: percentileCurve(stretch.responseTime, stretch.serviceTime),
    ledger: stretch.ledger,
    statuses: stretch.statuses,
    histograms: {
      responseTime: encodeHistogram(stretch.responseTime),
      serviceTime: encodeHistogram(stretch.serviceTime),
      connectionWait: encodeHistogram(stretch.connectionWait),
      dispatchDelay: encodeHistogram(stretch.dispatchDelay),
      responseTimeAnyEnd: encodeHistogram(stretch.anyEnd),
    },
  };
}

const quantiles = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;

function intervals(
  { responseTime, windows }: MeasuredStretch,
  endMs: number,
): LoadMeasurement['responseTimeIntervals'] {
  const found = Object.entries(quantiles).flatMap(([name, q]) => {
    if (percentileMs(responseTime, q) === null) return [];
    const interval = windows.interval(responseTime, q, endMs);
    return interval === undefined ? [] : [[name, interval]];
  });
  return Object.fromEntries(found) as LoadMeasurement['responseTimeIntervals'];
}

/** curveQuantiles: every twentieth up to the ninth tenth, then ten points for each further nine. */
const curveQuantiles: readonly number[] = [
  ...Array.from({ length: 18 }, (_, i) => (i + 1) / 20),
  ...[1, 2, 3, 4].flatMap((nines) =>
    Array.from({ length: 9 }, (_, i) => Number((1 - (9 - i) / 10 ** (nines + 1)).toFixed(6))),
  ),
];

function percentileCurve(
  responseTime: Histogram,
  serviceTime: Histogram,
): LoadMeasurement['percentileCurve'] {
  return curveQuantiles.flatMap((q) => {
    const [responseTimeMs, serviceTimeMs] = [percentileMs(responseTime, q), percentileMs(serviceTime, q)];
    return responseTimeMs === null || serviceTimeMs === null ? [] : [{ q, responseTimeMs, serviceTimeMs }];
  });
}

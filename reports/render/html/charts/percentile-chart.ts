import type { LoadMeasurement } from '../../../../load/model/load-observation.ts';
import type { ChartAxis, ChartSpec } from '../chart-spec.ts';

/** named: which quantiles bear a text on the axis, the weightier first. */
const named = [0.5, 0.9, 0.99, 0.999, 0.9999, 0, 0.75, 0.95, 0.995, 0.9995];

/** percentileChart: response time against service time over percentiles, on an axis where each nine has equal room. */
export function percentileChart({ percentileCurve }: LoadMeasurement): ChartSpec | undefined {
  const curve = percentileCurve.filter(({ q }) => q < 1);
  const x = curve.map(({ q }) => ninesOf(q));
  const end = x.at(-1);
  if (end === undefined || x.length < 2) return undefined;
  return {
    x,
    xAxis: ninesAxis(end),
    yScale: 'linear',
    yUnit: 'ms',
    heightPx: 280,
    series: [
      {
        label: 'response time',
        color: 's1',
        style: 'line',
        values: curve.map((point) => point.responseTimeMs),
      },
      {
        label: 'service time',
        color: 's2',
        style: 'line',
        dashed: true,
        values: curve.map((point) => point.serviceTimeMs),
      },
    ],
    markers: [],
    bands: [],
  };
}

/** ninesAxis: an axis of quantiles on which each nine has equal room. */
export function ninesAxis(end: number): ChartAxis {
  const places = named.map(ninesOf).filter((place) => place <= end);
  return { name: 'percentile', text: 'nines', scale: 'linear', range: [0, end], places };
}

/** ninesOf: where a quantile stands on the axis: 0.9 at 1, 0.99 at 2. */
export function ninesOf(q: number): number {
  return -Math.log10(1 - q);
}

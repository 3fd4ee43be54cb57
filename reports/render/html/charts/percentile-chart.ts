import type { LoadMeasurement } from '../../../../load/model/load-observation.ts';
import type { ChartSpec } from '../chart-spec.ts';

/** percentileChart: response time against service time over percentiles, on an axis where each nine has equal room. */
export function percentileChart({ percentileCurve }: LoadMeasurement): ChartSpec | undefined {
  const curve = percentileCurve.filter(({ q }) => q < 1);
  const x = curve.map(({ q }) => nines(q));
  const end = x.at(-1);
  if (end === undefined || x.length < 2) return undefined;
  return {
    x,
    xAxis: 'nines',
    xRange: [0, end],
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

/** nines: where a quantile stands on the axis: 0.9 at 1, 0.99 at 2. */
function nines(q: number): number {
  return -Math.log10(1 - q);
}

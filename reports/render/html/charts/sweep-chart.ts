import type { RateSweepAnalysis, SweepPoint } from '../../../../load/model/rate-sweep-analysis.ts';
import { formatShort } from '../../text/number.ts';
import type { ChartBand, ChartMarker, ChartSeries, ChartSpec } from '../chart-spec.ts';

/** sweepChart: percentiles of the response time over the offered rate, with the budget, its end and the knee. */
export function sweepChart(sweep: RateSweepAnalysis): ChartSpec {
  const { points, budgetP99Ms } = sweep;
  const x = points.map(({ offeredRps }) => offeredRps);
  return {
    x,
    xAxis: {
      name: 'requests/s offered',
      text: 'number',
      scale: 'linear',
      range: [0, Math.max(...x, 1) * 1.05],
    },
    yScale: 'log',
    yUnit: 'ms',
    heightPx: 300,
    series: [
      line('p50', 's1', points, (point) => point.p50Ms),
      { ...line('p90', 's3', points, (point) => point.p90Ms), dashed: true },
      { ...line('p99', 's2', points, (point) => point.p99Ms), spread: points.map(intervalOf) },
      ...doubted(points),
    ].filter(({ values }) => values.some((value) => value !== null)),
    markers: markersOf(sweep),
    bands: kneeBand(sweep),
    levels: [{ y: budgetP99Ms, label: `budget: p99 ≤ ${formatShort(budgetP99Ms)} ms`, color: 'bad' }],
  };
}

function line(
  label: string,
  color: ChartSeries['color'],
  points: readonly SweepPoint[],
  value: (point: SweepPoint) => number | null,
): ChartSeries {
  return { label, color, style: 'line', values: points.map(value) };
}

function intervalOf({ p99Interval }: SweepPoint): { low: number; high: number } | null {
  return p99Interval === undefined ? null : { low: p99Interval.low, high: p99Interval.high };
}

/** doubted marks the rates at which a guard of the generator was tripped. */
function doubted(points: readonly SweepPoint[]): ChartSeries[] {
  if (points.every(({ believed }) => believed)) return [];
  const values = points.map((point) => (point.believed ? null : (point.p99Ms ?? point.p90Ms ?? point.p50Ms)));
  return [{ label: 'doubted', color: 'ink', style: 'points', hollow: true, values }];
}

function markersOf({ highestWithinBudgetRps: x }: RateSweepAnalysis): ChartMarker[] {
  return x === null ? [] : [{ x, label: 'highest rate within the budget', color: 'good', dashed: false }];
}

function kneeBand({ knee }: RateSweepAnalysis): ChartBand[] {
  return knee.found ? [{ from: knee.belowRps, to: knee.fromRps, label: 'knee', shaded: true }] : [];
}

import { analysesOfKind } from '../../../../load/model/analysis.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { NamedResult } from '../../../compare/side-by-side.ts';
import { milliseconds } from '../../text/cells.ts';
import { formatNumber, formatShort } from '../../text/number.ts';
import type { TextTable } from '../../text/text-table.ts';
import type { ChartAxis, ChartSpec } from '../chart-spec.ts';
import { resultColor } from '../components/result-key.ts';
import { ninesAxis, ninesOf } from './percentile-chart.ts';

/** SideChart: one curve of several results, with the table that says the same. */
export interface SideChart {
  readonly title: string;
  readonly spec: ChartSpec;
  readonly table: TextTable;
}

/** Curve: of one result among several. */
interface Curve {
  readonly name: string;
  readonly index: number;
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
}

/** sideCharts: the curves that at least two results have. */
export function sideCharts(results: readonly NamedResult[]): SideChart[] {
  return [percentiles(results), sweeps(results), scalings(results)].flatMap((chart) => chart ?? []);
}

function percentiles(results: readonly NamedResult[]): SideChart | undefined {
  const curves = curvesOf(results, ({ result }) => {
    const steady = result.experiments.find(({ kind }) => kind === 'steady-load');
    const curve = observationsOf(steady?.observations ?? [], 'load')[0]?.measured.percentileCurve ?? [];
    return curve
      .filter(({ q }) => q < 1)
      .map(({ q, responseTimeMs }) => ({ x: ninesOf(q), y: responseTimeMs }));
  });
  return chartOf('Response time of the steady load by percentile (ms)', curves, {
    axis: ninesAxis,
    yScale: 'linear',
    yUnit: 'ms',
    x: ['Percentile', (nines) => `${formatShort((1 - 10 ** -nines) * 100, 5)}%`],
    y: milliseconds,
  });
}

function sweeps(results: readonly NamedResult[]): SideChart | undefined {
  const curves = curvesOf(results, ({ result }) =>
    (analysesOfKind(result.analyses, 'rate-sweep')[0]?.points ?? []).map(({ offeredRps, p99Ms }) => ({
      x: offeredRps,
      y: p99Ms,
    })),
  );
  return chartOf('p99 over the offered rate (ms, logarithmic; requests/s)', curves, {
    axis: (end) => ({ name: 'requests/s offered', text: 'number', scale: 'linear', range: [0, end * 1.05] }),
    yScale: 'log',
    yUnit: 'ms',
    x: ['#Offered req/s', (rps) => formatNumber(rps)],
    y: milliseconds,
  });
}

function scalings(results: readonly NamedResult[]): SideChart | undefined {
  const curves = curvesOf(results, ({ result }) =>
    (analysesOfKind(result.analyses, 'scaling')[0]?.points ?? []).map(({ replicas, throughputRps }) => ({
      x: replicas,
      y: throughputRps.median,
    })),
  );
  const places = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))];
  return chartOf('Throughput over replicas (requests/s, medians)', curves, {
    axis: (end) => ({ name: 'replicas', text: 'number', scale: 'linear', range: [0, end + 0.5], places }),
    yScale: 'linear',
    yUnit: '/s',
    x: ['#Replicas', (replicas) => formatShort(replicas)],
    y: (rps) => (rps === null || rps === undefined ? '–' : formatNumber(rps)),
  });
}

function curvesOf(results: readonly NamedResult[], pointsOf: (one: NamedResult) => Curve['points']): Curve[] {
  return results
    .map((one, index) => ({ name: one.name, index, points: pointsOf(one) }))
    .filter(({ points }) => points.length >= 2);
}

interface Look {
  readonly axis: (end: number) => ChartAxis;
  readonly yScale: ChartSpec['yScale'];
  readonly yUnit: string;
  readonly x: readonly [string, (x: number) => string];
  readonly y: (y: number | null | undefined) => string;
}

function chartOf(title: string, curves: readonly Curve[], look: Look): SideChart | undefined {
  if (curves.length < 2) return undefined;
  const x = [...new Set(curves.flatMap(({ points }) => points.map((point) => point.x)))].sort(
    (a, b) => a - b,
  );
  const columns = curves.map(({ points }) => {
    const found = new Map(points.map((point) => [point.x, point.y]));
    return x.map((place) => found.get(place) ?? null);
  });
  const series = curves.map(({ name, index }, i) => ({
    label: name,
    color: resultColor(index),
    style: 'line' as const,
    values: columns[i] ?? [],
  }));
  return {
    title,
    spec: {
      x,
      xAxis: look.axis(x.at(-1) ?? 1),
      yScale: look.yScale,
      yUnit: look.yUnit,
      heightPx: 280,
      series,
      markers: [],
      bands: [],
    },
    table: {
      caption: title,
      headings: [look.x[0], ...curves.map(({ name }) => `#${name}`)],
      rows: x.map((place, row) => [look.x[1](place), ...columns.map((column) => look.y(column[row]))]),
    },
  };
}

import uPlot from 'uplot';
import { formatNumber } from '../../text/number.ts';
import type { ChartSeries, ChartSpec } from '../chart-spec.ts';
import { axesOf, xText } from './axes.ts';
import { nearMarkers, overlays } from './overlays.ts';
import { paletteColor } from './palette.ts';

/** drawChart draws a chart into its place and keeps it as wide as the page lets it be. */
export function drawChart(spec: ChartSpec, place: HTMLElement, near: HTMLElement): uPlot {
  const chart = new uPlot(
    optionsOf(spec, place.clientWidth, near),
    [spec.x, ...spec.series.map(({ values }) => values)] as uPlot.AlignedData,
    place,
  );
  const follow = new ResizeObserver(() => resizeChart(chart, spec, place.clientWidth));
  follow.observe(place);
  return chart;
}

/** resizeChart gives a chart another width. */
export function resizeChart(chart: uPlot, { heightPx }: ChartSpec, width: number): void {
  if (width > 0 && width !== chart.width) chart.setSize({ width, height: heightPx });
}

function optionsOf(spec: ChartSpec, width: number, near: HTMLElement): uPlot.Options {
  return {
    width: Math.max(width, 100),
    height: spec.heightPx,
    padding: [10, 20, 0, 0],
    series: [
      {
        label: spec.xAxis.name,
        value: (_, x) => (x === null || x === undefined ? '' : xText(spec, x)),
      },
      ...spec.series.map((series) => seriesOf(series, spec)),
    ],
    axes: axesOf(spec),
    scales: { x: xScaleOf(spec), y: yScaleOf(spec) },
    cursor: {
      drag: { x: false, y: false, setScale: false },
      points: { size: 7 },
      y: false,
      dataIdx: (self, _, nearest, x) => pointedAt(spec, self, nearest, x),
      ...(spec.sync === undefined ? {} : { sync: { key: spec.sync } }),
    },
    legend: {
      live: true,
      markers: {
        width: 2,
        stroke: (_, i) => `var(--${spec.series[i - 1]?.color ?? 'ink'})`,
        dash: (_, i) => legendLine(spec.series[i - 1]),
      },
    },
    plugins: [overlays(spec)],
    hooks: {
      setCursor: [
        (self) => {
          near.textContent = nearMarkers(self, spec);
        },
      ],
    },
  };
}

const steps = new Set<ChartSeries['style']>(['step', 'area', 'bars']);

function legendLine(series: ChartSeries | undefined): string {
  if (series?.style === 'points') return 'dotted';
  return series?.dashed === true ? 'dashed' : 'solid';
}

/** pointedAt: the step that the cursor is on, or the nearest point of a line. */
function pointedAt({ series }: ChartSpec, self: uPlot, nearest: number, x: number): number {
  const stepwise = series.some(({ style }) => steps.has(style));
  return stepwise && nearest > 0 && (self.data[0][nearest] ?? 0) > x ? nearest - 1 : nearest;
}

function seriesOf(series: ChartSeries, { yUnit }: ChartSpec): uPlot.Series {
  const { label, color, style, dashed, broken } = series;
  return {
    label,
    spanGaps: broken !== true,
    points: style === 'points' ? pointsOf(series) : { show: false },
    stroke: () => paletteColor(color),
    ...looks[style],
    ...(style === 'area' || style === 'bars' ? { fill: () => paletteColor(color, fillAlpha[style]) } : {}),
    ...(dashed === true ? { dash: [5, 4] } : {}),
    value: (_, y) => (y === null || y === undefined ? '' : `${formatNumber(y)} ${yUnit}`),
  };
}

function pointsOf({ color, hollow }: ChartSeries): uPlot.Series.Points {
  return {
    show: true,
    size: 8,
    width: 2,
    stroke: () => paletteColor(color),
    fill: () => paletteColor(hollow === true ? 'paper' : color),
  };
}

const fillAlpha = { area: 0.18, bars: 0.85 };

const stepped: uPlot.Series.PathBuilder = (self, index, from, to) =>
  uPlot.paths.stepped?.({ align: 1 })(self, index, from, to) ?? null;

const bars: uPlot.Series.PathBuilder = (self, index, from, to) =>
  uPlot.paths.bars?.({ size: [1, Number.POSITIVE_INFINITY], align: 1 })(self, index, from, to) ?? null;

const looks: Record<ChartSeries['style'], Partial<uPlot.Series>> = {
  line: { width: 1.75 },
  step: { width: 1.5, paths: stepped },
  area: { width: 1.5, paths: stepped },
  bars: { width: 0, paths: bars },
  points: { width: 0, paths: () => null },
};

// oxlint-disable-next-line no-unsafe-enum-assignment -- Distr.Logarithmic is an ambient const enum, absent at run time
const logarithmic: Pick<uPlot.Scale, 'distr' | 'log'> = { distr: 3, log: 10 };

function xScaleOf({ xAxis: { scale, range } }: ChartSpec): uPlot.Scale {
  return { time: false, range: () => [...range], ...(scale === 'log' ? logarithmic : {}) };
}

function yScaleOf(spec: ChartSpec): uPlot.Scale {
  const also = [
    ...(spec.levels ?? []).map(({ y }) => y),
    ...spec.series.flatMap(
      ({ spread }) => spread?.flatMap((one) => (one === null ? [] : [one.low, one.high])) ?? [],
    ),
  ];
  const least = (low: number | null) => Math.min(low ?? Number.POSITIVE_INFINITY, ...also);
  const most = (high: number | null) => Math.max(high ?? 0, ...also);
  if (spec.yScale === 'log') {
    return {
      ...logarithmic,
      range: (_, low, high) => logRange(low === null ? null : least(low), most(high)),
    };
  }
  if (spec.yScale === 'around') return { range: (_, low, high) => closeRange(low ?? 0, high ?? 1) };
  // The names of bands stand above the lines that stand above a level.
  const air = spec.bands.length > 0 && spec.levels !== undefined ? 1.25 : 1.08;
  return { range: (_, __, high) => [0, Math.max(most(high), 1e-9) * air] };
}

/** closeRange: around the values, but never so close that their noise looks like a course: a tenth of them at least. */
function closeRange(low: number, high: number): [number, number] {
  const air = Math.max((high - low) * 0.15, (high * 0.1 - (high - low)) / 2, 1e-9);
  return [Math.max(0, low - air), high + air];
}

function logRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [1, 10];
  return [Math.max(low, 1e-3) / 1.3, Math.max(high, 1e-3) * 1.3];
}

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
        label: spec.xAxis === 'clock' ? 'at' : 'percentile',
        value: (_, x) => (x === null || x === undefined ? '' : xText(spec, x)),
      },
      ...spec.series.map((series) => seriesOf(series, spec)),
    ],
    axes: axesOf(spec),
    scales: { x: { time: false, range: () => [...spec.xRange] }, y: yScaleOf(spec) },
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
        dash: (_, i) => (spec.series[i - 1]?.dashed === true ? 'dashed' : 'solid'),
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

/** pointedAt: the step that the cursor is on, or the nearest point of a line. */
function pointedAt({ series }: ChartSpec, self: uPlot, nearest: number, x: number): number {
  const stepwise = series.some(({ style }) => style !== 'line');
  return stepwise && nearest > 0 && (self.data[0][nearest] ?? 0) > x ? nearest - 1 : nearest;
}

function seriesOf({ label, color, style, dashed }: ChartSeries, { yUnit }: ChartSpec): uPlot.Series {
  return {
    label,
    spanGaps: true,
    points: { show: false },
    stroke: () => paletteColor(color),
    ...looks[style],
    ...(style === 'area' || style === 'bars' ? { fill: () => paletteColor(color, fillAlpha[style]) } : {}),
    ...(dashed === true ? { dash: [5, 4] } : {}),
    value: (_, y) => (y === null || y === undefined ? '' : `${formatNumber(y)} ${yUnit}`),
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
};

function yScaleOf({ yScale }: ChartSpec): uPlot.Scale {
  if (yScale === 'log') {
    // oxlint-disable-next-line no-unsafe-enum-assignment -- Distr.Logarithmic is an ambient const enum, absent at run time
    return { distr: 3, log: 10, range: (_, low, high) => logRange(low, high) };
  }
  return { range: (_, __, high) => [0, Math.max(high ?? 0, 1e-9) * 1.08] };
}

function logRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [1, 10];
  return [Math.max(low, 1e-3) / 1.3, Math.max(high, 1e-3) * 1.3];
}

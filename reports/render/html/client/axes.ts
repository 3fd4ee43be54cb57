import type uPlot from 'uplot';
import { formatShort } from '../../text/number.ts';
import type { ChartSpec } from '../chart-spec.ts';
import { paletteColor } from './palette.ts';

const font = '12px system-ui, sans-serif';
/** quantiles: which places of the axis get a text, the weightier first. */
const quantiles = [0.5, 0.9, 0.99, 0.999, 0.9999, 0, 0.75, 0.95, 0.995, 0.9995];

/** axesOf: the axes of a chart; their texts are as long as the page is wide. */
export function axesOf(spec: ChartSpec): uPlot.Axis[] {
  const common: uPlot.Axis = {
    font,
    stroke: () => paletteColor('muted'),
    grid: { stroke: () => paletteColor('grid'), width: 1 },
    ticks: { stroke: () => paletteColor('grid'), width: 1, size: 4 },
  };
  const x = spec.xAxis === 'clock' ? clockAxis() : ninesAxis(spec);
  return [
    { ...common, ...x, size: 32 },
    { ...common, ...yAxis(spec), size: 48, gap: 4 },
  ];
}

/** xText: what a place on the x axis is called, for the legend. */
export function xText(spec: ChartSpec, x: number): string {
  return spec.xAxis === 'clock' ? clock(x) : `${formatShort((1 - 10 ** -x) * 100, 6)}%`;
}

function clockAxis(): uPlot.Axis {
  return {
    space: 64,
    incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600],
    values: (_, splits) => splits.map(clock),
  };
}

function ninesAxis({ xRange: [, end] }: ChartSpec): uPlot.Axis {
  return {
    splits: (self) => {
      const pixelsPerNine = self.bbox.width / devicePixelRatio / Math.max(end, 0.1);
      return placesWithRoom(
        quantiles.map((q) => -Math.log10(1 - q)).filter((x) => x <= end),
        pixelsPerNine,
      );
    },
    values: (_, splits) => splits.map((x) => `${formatShort((1 - 10 ** -x) * 100, 6)}%`),
  };
}

/** placesWithRoom takes places in the order of their weight, as long as their texts do not touch. */
function placesWithRoom(places: readonly number[], pixelsPerNine: number): number[] {
  const taken: number[] = [];
  for (const place of places) {
    if (taken.every((other) => Math.abs(other - place) * pixelsPerNine > 46)) taken.push(place);
  }
  return taken.sort((a, b) => a - b);
}

function yAxis({ yScale }: ChartSpec): uPlot.Axis {
  if (yScale === 'linear') return { values: (_, splits) => splits.map(yText), space: 36 };
  return { values: (_, splits) => splits.map((y) => (isRound(y) ? yText(y) : null)), space: 24 };
}

function yText(y: number | null | undefined): string | null {
  return y === null || y === undefined ? null : formatShort(y);
}

/** isRound: 1, 2 and 5 of each decade, which are named on a logarithmic axis. */
function isRound(y: number | null): boolean {
  return y !== null && /^[125]e/.test(Number(y.toPrecision(6)).toExponential());
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds + 1e-6);
  const tenths = Math.round((seconds - whole) * 10);
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  return tenths === 0 ? text : `${text}.${tenths}`;
}

import type uPlot from 'uplot';
import { formatShort } from '../../text/number.ts';
import type { ChartSpec } from '../chart-spec.ts';
import { paletteColor } from './palette.ts';

const font = '12px system-ui, sans-serif';
/** axesOf: the axes of a chart; their texts are as long as the page is wide. */
export function axesOf(spec: ChartSpec): uPlot.Axis[] {
  const common: uPlot.Axis = {
    font,
    stroke: () => paletteColor('muted'),
    grid: { stroke: () => paletteColor('grid'), width: 1 },
    ticks: { stroke: () => paletteColor('grid'), width: 1, size: 4 },
  };
  return [
    { ...common, ...xAxis(spec), size: 32 },
    { ...common, ...yAxis(spec), size: 48, gap: 4 },
  ];
}

/** xText: what a place on the x axis is called, for the axis and the legend. */
export function xText({ xAxis: { text } }: ChartSpec, x: number): string {
  switch (text) {
    case 'clock':
      return clock(x);
    case 'nines':
      return `${formatShort((1 - 10 ** -x) * 100, 6)}%`;
    case 'number':
      return formatShort(x, 4);
  }
}

function xAxis(spec: ChartSpec): uPlot.Axis {
  const values: uPlot.Axis['values'] = (_, splits) => splits.map((x) => xText(spec, x));
  const { places, text } = spec.xAxis;
  if (places !== undefined) return { values, splits: (self) => placesWithRoom(self, places) };
  return text === 'clock' ? { values, space: 64, incrs: [...clockSteps] } : { values, space: 72 };
}

const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/** placesWithRoom takes places in the order of their weight, as long as their texts do not touch. */
function placesWithRoom(self: uPlot, places: readonly number[]): number[] {
  const taken: number[] = [];
  for (const place of places) {
    const left = self.valToPos(place, 'x');
    if (taken.every((other) => Math.abs(self.valToPos(other, 'x') - left) > 46)) taken.push(place);
  }
  return taken.sort((a, b) => a - b);
}

function yAxis({ yScale }: ChartSpec): uPlot.Axis {
  if (yScale !== 'log') return { values: (_, splits) => splits.map(yText), space: 36 };
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

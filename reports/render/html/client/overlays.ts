import type uPlot from 'uplot';
import type { ChartBand, ChartSpec } from '../chart-spec.ts';
import { paletteColor } from './palette.ts';

/** overlays draws the shaded stretches below the lines and the markers above them. */
export function overlays(spec: ChartSpec): uPlot.Plugin {
  return {
    hooks: {
      drawClear: (self) => drawBands(self, spec),
      draw: [
        (self) => drawSpreads(self, spec),
        (self) => drawLevels(self, spec),
        (self) => drawMarkers(self, spec),
        (self) => nameBands(self, spec),
      ],
    },
  };
}

function drawBands(self: uPlot, { bands }: ChartSpec): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.fillStyle = paletteColor('band');
  for (const { left, width } of bands.filter(({ shaded }) => shaded).map((band) => extentOf(self, band))) {
    ctx.fillRect(left, bbox.top, width, bbox.height);
  }
  ctx.restore();
}

function nameBands(self: uPlot, { bands }: ChartSpec): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = paletteColor('muted');
  for (const band of bands) {
    const { left, width } = extentOf(self, band);
    if (ctx.measureText(band.label).width > width - 8 * devicePixelRatio) continue;
    ctx.fillText(band.label, left + 4 * devicePixelRatio, bbox.top + 13 * devicePixelRatio);
  }
  ctx.restore();
}

/** extentOf: where a band lies on the canvas, cut to the plot. */
function extentOf(self: uPlot, { from, to }: ChartBand): { left: number; width: number } {
  const inside = (x: number) =>
    Math.min(self.bbox.left + self.bbox.width, Math.max(self.bbox.left, self.valToPos(x, 'x', true)));
  return { left: inside(from), width: inside(to) - inside(from) };
}

function drawMarkers(self: uPlot, { markers }: ChartSpec): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const { x, color, dashed } of markers) {
    const left = Math.round(self.valToPos(x, 'x', true)) + 0.5;
    ctx.strokeStyle = paletteColor(color, 0.65);
    ctx.setLineDash(dashed ? [3 * devicePixelRatio, 3 * devicePixelRatio] : []);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function drawSpreads(self: uPlot, { x, series }: ChartSpec): void {
  const { ctx } = self;
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const { color, spread = [] } of series) {
    ctx.strokeStyle = paletteColor(color);
    for (const [i, one] of spread.entries()) {
      const place = x[i];
      if (one === null || place === undefined) continue;
      const left = Math.round(self.valToPos(place, 'x', true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(left, self.valToPos(one.low, 'y', true));
      ctx.lineTo(left, self.valToPos(one.high, 'y', true));
      ctx.stroke();
    }
  }
  ctx.restore();
}

function drawLevels(self: uPlot, { levels = [] }: ChartSpec): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  for (const { y, label, color } of levels) {
    const top = Math.round(self.valToPos(y, 'y', true)) + 0.5;
    ctx.strokeStyle = paletteColor(color, 0.8);
    ctx.fillStyle = paletteColor(color);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, top);
    ctx.lineTo(bbox.left + bbox.width, top);
    ctx.stroke();
    ctx.fillText(label, bbox.left + 4 * devicePixelRatio, top - 4 * devicePixelRatio);
  }
  ctx.restore();
}

/** nearMarkers: what happened within a few pixels of the cursor, for the line below the chart. */
export function nearMarkers(self: uPlot, { markers }: ChartSpec): string {
  const left = self.cursor.left ?? -1;
  if (left < 0) return '';
  const near = markers.filter(({ x }) => Math.abs(self.valToPos(x, 'x') - left) <= 6);
  return near.map(({ label }) => label).join(' · ');
}

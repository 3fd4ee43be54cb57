import type uPlot from 'uplot';
import type { LoadSecond } from '../../../../load/model/load-observation.ts';
import type { Marker } from '../../../../load/model/result.ts';
import { markerLooks } from '../charts/marker-looks.ts';
import type { ChartMarker, ChartSeries, ChartSpec } from '../chart-spec.ts';
import { drawChart } from './draw-chart.ts';

type Values = (second: LoadSecond) => number | null;

/** shownSeconds: how far back the charts go. */
const shownSeconds = 300;

/** LiveCharts: response time and throughput of the last minutes; nothing is drawn while nobody can see it. */
export class LiveCharts {
  readonly #seconds: LoadSecond[] = [];
  readonly #markers: ChartMarker[] = [];
  readonly #range: [number, number] = [0, 60];
  readonly #drawn = [
    this.#chart('response-time', 'log', 'ms', [
      ['p50', 's1', 'line', (second) => second.p50Ms],
      ['p90', 's3', 'line', (second) => second.p90Ms],
      ['slowest', 's2', 'line', (second) => second.maxMs],
    ]),
    this.#chart('throughput', 'linear', '/s', [
      ['ok', 's1', 'area', (second) => second.ok],
      ['scheduled', 'muted', 'step', (second) => second.scheduled],
      ['rejected', 's5', 'bars', (second) => second.rejected],
      ['failed', 'bad', 'bars', (second) => second.failed],
    ]),
  ].flatMap((one) => one ?? []);
  #soon = false;

  add(second: LoadSecond): void {
    this.#seconds.push(second);
    if (this.#seconds.length > shownSeconds) this.#seconds.shift();
  }

  mark({ atMs, kind, label }: Marker): void {
    this.#markers.push({ x: atMs / 1000, label, ...markerLooks[kind] });
    if (this.#markers.length > 100) this.#markers.shift();
  }

  /** drawSoon draws once for whatever comes in one go. */
  drawSoon(): void {
    if (this.#soon || document.hidden) return;
    this.#soon = true;
    requestAnimationFrame(() => {
      this.#soon = false;
      this.draw();
    });
  }

  draw(): void {
    const first = (this.#seconds[0]?.atMs ?? 0) / 1000;
    const end = (this.#seconds.at(-1)?.atMs ?? 0) / 1000 + 1;
    this.#range.splice(0, 2, Math.max(first, end - shownSeconds), Math.max(first + 60, end));
    const x = this.#seconds.map(({ atMs }) => atMs / 1000);
    for (const { chart, values } of this.#drawn) {
      chart.setData([x, ...values.map((of) => this.#seconds.map(of))] as uPlot.AlignedData);
    }
  }

  #chart(
    id: string,
    yScale: ChartSpec['yScale'],
    yUnit: string,
    lines: readonly (readonly [string, ChartSeries['color'], ChartSeries['style'], Values])[],
  ): { chart: uPlot; values: readonly Values[] } | undefined {
    const place = document.querySelector<HTMLElement>(`#${id}`);
    const near = place?.parentElement?.querySelector<HTMLElement>('.near') ?? null;
    if (place === null || near === null) return undefined;
    const spec: ChartSpec = {
      x: [],
      xAxis: { name: 'at', text: 'clock', scale: 'linear', range: this.#range },
      yScale,
      yUnit,
      heightPx: 220,
      series: lines.map(([label, color, style]) => ({
        label,
        color,
        style,
        broken: true,
        dashed: style === 'step',
        values: [],
      })),
      markers: this.#markers,
      bands: [],
      sync: 'live',
    };
    return { chart: drawChart(spec, place, near), values: lines.map(([, , , of]) => of) };
  }
}

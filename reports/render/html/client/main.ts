import type uPlot from 'uplot';
import type { ChartSpec } from '../chart-spec.ts';
import { drawChart, resizeChart } from './draw-chart.ts';
import { startTheme } from './theme.ts';

interface Drawn {
  readonly chart: uPlot;
  readonly spec: ChartSpec;
  readonly place: HTMLElement;
}

/** printWidthPx: what fits between the margins of a sheet of A4. */
const printWidthPx = 660;

const drawn = [...document.querySelectorAll<HTMLElement>('figure.chart')].flatMap((figure): Drawn[] => {
  const place = figure.querySelector<HTMLElement>('.plot');
  const near = figure.querySelector<HTMLElement>('.near');
  const data = figure.querySelector('.chart-data')?.textContent;
  if (place === null || near === null || data === undefined || data === null) return [];
  const spec = JSON.parse(data) as ChartSpec;
  return [{ spec, place, chart: drawChart(spec, place, near) }];
});

function redraw(): void {
  for (const { chart } of drawn) chart.redraw(false);
}

startTheme(redraw);

/** A sheet of paper is light and narrow, whatever the screen is, and nothing on it can be opened. */
let screenTheme: string | undefined;
let closed: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  screenTheme = document.documentElement.dataset['theme'];
  document.documentElement.dataset['theme'] = 'light';
  closed = [...document.querySelectorAll<HTMLDetailsElement>('#environment details:not([open])')];
  for (const details of closed) details.open = true;
  for (const { chart, spec } of drawn) resizeChart(chart, spec, printWidthPx);
  redraw();
});
addEventListener('afterprint', () => {
  if (screenTheme === undefined) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = screenTheme;
  for (const details of closed) details.open = false;
  for (const { chart, spec, place } of drawn) resizeChart(chart, spec, place.clientWidth);
  redraw();
});

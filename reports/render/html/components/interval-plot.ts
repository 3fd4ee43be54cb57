import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Beside } from '../../../compare/side-by-side.ts';
import { resultColor } from './result-key.ts';

const rowPx = 12;

/** IntervalPlot: one figure of several results as points with their intervals, or else ranges, on one axis from 0. */
export function IntervalPlot({ cells }: { cells: readonly (Beside | null)[] }): VNode | null {
  const marks = cells.flatMap((cell, i) => markOf(cell, i) ?? []);
  const end = Math.max(...marks.map(({ high }) => high));
  if (marks.length < 2 || !(end > 0) || marks.some(({ low }) => low < 0)) return null;
  const share = (value: number) => `${((96 * value) / end + 2).toFixed(2)}%`;
  return html`<svg class="intervals" width="100%" height=${rowPx * cells.length} aria-hidden="true">
    ${marks.map(({ index, value, low, high }) => {
      const y = rowPx * index + rowPx / 2;
      const color = `var(--${resultColor(index)})`;
      return html`<line
          class="interval-line"
          x1=${share(low)}
          x2=${share(high)}
          y1=${y}
          y2=${y}
          stroke=${color}
        />
        <circle cx=${share(value)} cy=${y} r="3.5" fill=${color} />`;
    })}
  </svg>`;
}

function markOf(cell: Beside | null, index: number) {
  if (cell === null || cell.figure.value === null) return undefined;
  const { value, interval, range } = cell.figure;
  const { low, high } = interval ?? range ?? { low: value, high: value };
  return { index, value, low, high: Math.max(high, value) };
}

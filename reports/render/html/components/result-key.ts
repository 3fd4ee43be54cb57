import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { NamedResult } from '../../../compare/side-by-side.ts';
import type { ChartColor } from '../chart-spec.ts';

const colors: readonly ChartColor[] = ['s1', 's2', 's3', 's4', 's5', 's6'];

/** resultColor: the colour of a result among several, in plots and headings alike. */
export function resultColor(index: number): ChartColor {
  return colors[index % colors.length] ?? 'ink';
}

/** ResultKey: the name of a result with its colour. */
export function ResultKey({ results, index }: { results: readonly NamedResult[]; index: number }): VNode {
  return html`<span class="result-key"
    ><span class="result-mark" style="background:var(--${resultColor(index)})" aria-hidden="true"></span
    >${results[index]?.name}</span
  >`;
}

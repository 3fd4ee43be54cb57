import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { NamedResult } from '../../../compare/side-by-side.ts';
import { sideCharts } from '../charts/side-charts.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { Section } from '../components/section.ts';
import { ClosedTable } from '../components/text-tables.ts';

/** SideCharts: curves that several results have, in one plot each. */
export function SideCharts({ results }: { results: readonly NamedResult[] }): VNode {
  const charts = sideCharts(results);
  return html`<${Section} id="charts" title="Charts">
    ${charts.length === 0 ? html`<p class="missing">No two of these results have a curve in common.</p>` : null}
    ${charts.map(
      ({ title, spec, table }) =>
        html`<article>
          <${ChartFrame} title=${title} spec=${spec} />
          <${ClosedTable} table=${table} />
        </article>`,
    )}
  <//>`;
}

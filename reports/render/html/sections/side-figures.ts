import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Beside, FigureRow, SideBySide } from '../../../compare/side-by-side.ts';
import { besideText } from '../../text/beside-text.ts';
import { byGroup } from '../../text/groups.ts';
import { IntervalPlot } from '../components/interval-plot.ts';
import { ResultKey } from '../components/result-key.ts';
import { Section } from '../components/section.ts';
import { ScrollingTable } from '../components/data-table.ts';
import { VerdictChip } from '../components/verdict-chip.ts';

const lead =
  'Each figure with its interval (a – b) or range (a … b) within its own run, on one scale from 0. Figures of two runs ' +
  'on a small machine differ by more than their intervals.';

/** SideFigures: figures by name, one column for each result. */
export function SideFigures({ sides }: { sides: SideBySide }): VNode {
  const { results, rows } = sides;
  return html`<${Section} id="figures" title="Figures" lead=${lead}>
    <div class="sides">
      <${ScrollingTable} caption="Figures by result">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            ${results.map((_, i) => html`<th scope="col" class="num"><${ResultKey} results=${results} index=${i} /></th>`)}
            <th scope="col">From 0</th>
          </tr>
        </thead>
        ${byGroup(rows).map(
          ({ title, members }) =>
            html`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan=${results.length + 2}>${title}</th>
              </tr>
              ${members.map((row) => html`<${Figures} row=${row} />`)}
            </tbody>`,
        )}
      <//>
    </div>
  <//>`;
}

function Figures({ row }: { row: FigureRow }): VNode {
  return html`<tr>
    <th scope="row" title=${row.name}>${row.title}</th>
    ${row.cells.map((cell) => html`<${Cell} cell=${cell} />`)}
    <td class="plotted"><${IntervalPlot} cells=${row.cells} /></td>
  </tr>`;
}

function Cell({ cell }: { cell: Beside | null }): VNode {
  const { value, spread, ratio } = besideText(cell);
  return html`<td class="num">
    <span class="side-value">${value}</span>
    ${ratio === '' ? null : html`<span class="side-ratio">${ratio}</span>`}
    ${spread === '' ? null : html`<span class="side-spread">${spread}</span>`}
    ${cell?.figure.verdict === 'fail' ? html`<span class="side-spread"><${VerdictChip} verdict="fail" /></span>` : null}
  </td>`;
}

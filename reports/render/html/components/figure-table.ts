import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import { type FigureText, figureText } from '../../text/figure-text.ts';
import { BudgetBar } from './budget-bar.ts';
import { VerdictChip } from './verdict-chip.ts';

/** FigureTable: figures in groups; on a phone each row becomes a block. */
export function FigureTable({
  groups,
}: {
  groups: readonly { title: string; members: readonly Figure[] }[];
}): VNode {
  return html`<table class="figures">
    <thead>
      <tr>
        <th scope="col">Figure</th>
        <th scope="col" class="num">Value</th>
        <th scope="col" class="num">Spread</th>
        <th scope="col">From</th>
        <th scope="col">Budget</th>
        <th scope="col">Verdict</th>
      </tr>
    </thead>
    ${groups.map(
      ({ title, members }) =>
        html`<tbody>
          <tr class="group">
            <th scope="rowgroup" colspan="6">${title}</th>
          </tr>
          ${members.map((figure) => html`<${FigureRow} figure=${figure} />`)}
        </tbody>`,
    )}
  </table>`;
}

function FigureRow({ figure }: { figure: Figure }): VNode {
  const text = figureText(figure);
  const spread = spreadsOf(figure, text);
  return html`<tr class=${figure.value === null ? 'unmeasured' : null}>
    <th scope="row" title=${figure.name}>${figure.title}</th>
    <td class="num value">
      ${text.value}${text.unit === '' ? null : html`<span class="unit"> ${text.unit}</span>`}
    </td>
    <td class="num spread">${spread.map((line) => html`<span class="line">${line}</span>`)}</td>
    <td class="from">${figure.note ?? text.count}</td>
    <td class="budget">
      ${text.budget === '' ? null : html`<span class="limit">${text.budget}</span><${BudgetBar} figure=${figure} />`}
    </td>
    <td class="judged"><${VerdictChip} verdict=${figure.verdict} /></td>
  </tr>`;
}

function spreadsOf({ interval }: Figure, text: FigureText): string[] {
  const level = interval === undefined ? '' : `${Number((interval.level * 100).toFixed(2))}%`;
  return [
    text.interval === '' ? '' : `${text.interval} (${level})`,
    text.range === '' ? '' : text.range,
  ].filter((line) => line !== '');
}

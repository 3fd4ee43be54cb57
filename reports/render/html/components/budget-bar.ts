import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';

/** BudgetBar: how much of an upper limit a figure takes, with its spread; nothing where a bar would say nothing. */
export function BudgetBar({ figure }: { figure: Figure }): VNode | null {
  const { value, budget, interval, range } = figure;
  const upper = budget?.comparison === '<=' || budget?.comparison === '<';
  if (value === null || budget === undefined || !upper || budget.limit <= 0) return null;
  const spread = interval ?? range ?? { low: value, high: value };
  const end = Math.max(budget.limit, value, spread.high) * 1.02;
  const share = (base: number) => `${((100 * Math.max(0, base)) / end).toFixed(2)}%`;
  return html`<span class="budget-bar" aria-hidden="true">
    <span class="budget-fill budget-${figure.verdict ?? 'pass'}" style="width:${share(value)}"></span>
    <span
      class="budget-spread"
      style="left:${share(spread.low)};width:${share(spread.high - spread.low)}"
    ></span>
    <span class="budget-limit" style="left:${share(budget.limit)}"></span>
  </span>`;
}

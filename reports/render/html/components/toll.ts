import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import { figureText } from '../../text/figure-text.ts';
import { VerdictChip } from './verdict-chip.ts';

/** Toll: the requests lost by SIGTERM beside those lost by the SIGKILL control. */
export function Toll({ figures }: { figures: readonly Figure[] }): VNode | null {
  const graceful = figures.find(({ name }) => name === 'shutdown.lost_requests');
  const control = figures.find(({ name }) => name === 'shutdown.control.lost_requests');
  if (graceful === undefined && control === undefined) return null;
  return html`<div class="toll">
    <${Side} signal="SIGTERM" figure=${graceful} say="the goal is none" />
    <${Side} signal="SIGKILL control" figure=${control} say="must lose some" />
  </div>`;
}

function Side({
  signal,
  figure,
  say,
}: {
  signal: string;
  figure: Figure | undefined;
  say: string;
}): VNode | null {
  if (figure === undefined) return null;
  const text = figureText(figure);
  return html`<div class="toll-side">
    <span class="toll-signal">${signal}</span>
    <span class="toll-value">${text.value}</span>
    <span class="toll-unit"
      >${figure.value === null ? '' : 'lost requests'} <${VerdictChip} verdict=${figure.verdict}
    /></span>
    <span class="toll-say">${say}; from ${text.count}</span>
  </div>`;
}

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Verdict } from '../../../../load/model/figure.ts';
import { verdictText } from '../../text/figure-text.ts';

/** VerdictChip: a verdict as sign, word and colour; nothing where there is no budget. */
export function VerdictChip({ verdict }: { verdict: Verdict | undefined }): VNode | null {
  if (verdict === undefined) return null;
  return html`<span class="verdict verdict-${verdict}">${verdictText(verdict)}</span>`;
}

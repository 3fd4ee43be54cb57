import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ClientServerAnalysis } from '../../../../load/model/client-server-analysis.ts';
import { clientServerSentences, clientServerTable } from '../../text/client-server-text.ts';
import { OpenTable } from './text-tables.ts';

/** ClientServer: what the services counted and timed of a load, held against what its clients saw. */
export function ClientServer({ analysis }: { analysis: ClientServerAnalysis }): VNode {
  return html`<div class="beside">
    <h4>Client against server</h4>
    ${clientServerSentences(analysis).map((sentence) => html`<p class="said">${sentence}</p>`)}
    <${OpenTable} table=${clientServerTable(analysis)} />
  </div>`;
}

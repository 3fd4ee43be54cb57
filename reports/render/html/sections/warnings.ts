import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunResult } from '../../../../load/model/result.ts';
import { sentenceOf } from '../../text/sentence.ts';
import { Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';

/** warnings: what a reader should know before leaning on the figures. */
export const warnings: PageSection = {
  id: 'warnings',
  nav: 'Warnings',
  shownFor: () => true,
  Content: Warnings,
};

function Warnings({ result }: { result: RunResult }): VNode {
  return html`<${Section} id="warnings" title="Warnings">
    ${
      result.warnings.length === 0
        ? html`<p>None.</p>`
        : html`<ul class="warnings">
            ${result.warnings.map(({ message, advice }) => html`<li>${sentenceOf(message)} ${advice === undefined ? null : html`<span class="advice">${advice}</span>`}</li>`)}
          </ul>`
    }
  <//>`;
}

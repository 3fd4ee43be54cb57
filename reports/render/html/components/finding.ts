import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** Finding: what an experiment came to, in words: the first sentence stands out. */
export function Finding(props: {
  tone?: 'good' | 'bad' | 'open' | undefined;
  sentences: readonly string[];
}): VNode {
  const { tone = 'plain', sentences } = props;
  return html`<div class="finding finding-${tone}">
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </div>`;
}

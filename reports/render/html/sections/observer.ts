import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { observerPairs, observerSentences, observerSides, observerTable } from '../../text/observer-text.ts';
import { Question, Section } from '../components/section.ts';
import { ClosedTable, OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead =
  'One load goes on while the system is left alone and looked at in turns, with every probe, metric and scrape at work. The ' +
  'difference is what looking on costs.';

/** observer: what measuring itself changes. */
export const observer: PageSection = {
  id: 'observer',
  nav: 'Observer',
  shownFor: (result) => seenOf(result, 'observer').length > 0,
  Content: ({ result }) =>
    html`<${Section} id="observer" title="Observer effect" lead=${lead}>
      ${seenOf(result, 'observer').map((seen) => html`<${Effect} seen=${seen} result=${result} />`)}
    <//>`,
};

function Effect({ seen, result }: { seen: Seen<'observer'>; result: RunResult }): VNode {
  const { experiment, observation } = seen;
  const analyses = analysesOfKind(result.analyses, 'observer-effect').filter(
    (analysis) => analysis.experiment === experiment.name,
  );
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    ${analyses
      .flatMap((analysis) => observerSentences(analysis, result.figures))
      .map((sentence) => html`<p>${sentence}</p>`)}
    ${observerSides(observation.sides).map((sentence) => html`<p>${sentence}</p>`)}
    ${analyses.map((analysis) => html`<${OpenTable} table=${observerTable(analysis)} />`)}
    <${ClosedTable} table=${observerPairs(observation.pairs)} />
  </article>`;
}

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import { besideTable, browserSentences, browserTable, visitsTable } from '../../text/browser-text.ts';
import { Section } from '../components/section.ts';
import { ClosedTable, OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead =
  'While the load was measured, a real browser visited the web page: the list, an event, a booking, its confirmation.';

/** browser: what a person at the web page would have felt during the load. */
export const browser: PageSection = {
  id: 'browser',
  nav: 'Browser',
  shownFor: (result) => seenOf(result, 'browser').length > 0,
  Content: ({ result }) =>
    html`<${Section} id="browser" title="In the browser" lead=${lead}>
      ${seenOf(result, 'browser').map((seen) => html`<${Visits} seen=${seen} />`)}
    <//>`,
};

function Visits({ seen: { experiment, observation } }: { seen: Seen<'browser'> }): VNode {
  const load = observationsOf(experiment.observations, 'load')[0];
  return html`<article>
    <h3>${experiment.title}</h3>
    ${browserSentences(observation, load).map((sentence) => html`<p>${sentence}</p>`)}
    <${OpenTable} table=${browserTable(observation)} />
    ${load === undefined ? null : html`<${OpenTable} table=${besideTable(observation, load)} />`}
    <${ClosedTable} table=${visitsTable(observation.visits)} />
  </article>`;
}

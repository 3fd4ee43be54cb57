import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import { CapacityTable } from '../components/capacity-table.ts';
import { DisturbedLoad } from '../components/load-view.ts';
import { Scorecard } from '../components/scorecard.ts';
import { ControlTag, Question, Section } from '../components/section.ts';
import { Toll } from '../components/toll.ts';
import type { PageSection } from './page-section.ts';
import { seenOf } from './seen.ts';

const lead =
  'Replicas come and go while clients keep calling. At every signal some requests are held half-sent on purpose; a ' +
  'graceful stop answers them. The control ends replicas by SIGKILL: it must lose requests, or the measurement is blind.';

/** shutdown: what was lost, how each replica ended, and the course of the load around it, with the control beside it. */
export const shutdown: PageSection = {
  id: 'shutdown',
  nav: 'Shutdown',
  shownFor: (result) => seenOf(result, 'shutdown').length > 0,
  Content: ({ result }) => {
    const seen = [...new Set(seenOf(result, 'shutdown').map(({ experiment }) => experiment))];
    return html`<${Section} id="shutdown" title="Graceful shutdown" lead=${lead}>
      <${Toll} figures=${result.figures} />
      <${Scorecard} experiments=${seen} />
      ${seen.map((experiment) => html`<${Story} experiment=${experiment} />`)}
    <//>`;
  },
};

function Story({ experiment }: { experiment: Experiment }): VNode {
  const additions = observationsOf(experiment.observations, 'capacity').flatMap((o) => o.additions);
  return html`<article>
    <h3>${experiment.title} ${experiment.control ? html`<${ControlTag} />` : null}</h3>
    <${Question}>${experiment.question}<//>
    ${observationsOf(experiment.observations, 'load').map(
      (load) => html`<${DisturbedLoad} experiment=${experiment} load=${load} />`,
    )}
    ${additions.length === 0 ? null : html`<${CapacityTable} additions=${additions} />`}
  </article>`;
}

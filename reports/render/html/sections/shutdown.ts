import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment } from '../../../../load/model/result.ts';
import type { ScorecardAnalysis } from '../../../../load/model/scorecard-analysis.ts';
import { departureTable } from '../../text/departure-text.ts';
import { connectionsTable, scorecardDeviations, scorecardTable } from '../../text/scorecard-text.ts';
import { CapacityTable } from '../components/capacity-table.ts';
import { Disclosure } from '../components/disclosure.ts';
import { Finding } from '../components/finding.ts';
import { DisturbedLoad } from '../components/load-view.ts';
import { Scorecard } from '../components/scorecard.ts';
import { ControlTag, Question, Section } from '../components/section.ts';
import { OpenTable } from '../components/text-tables.ts';
import { Toll } from '../components/toll.ts';
import type { PageSection } from './page-section.ts';
import { seenOf } from './seen.ts';

const lead =
  'Replicas come and go while clients keep calling. At every signal some requests are held half-sent on purpose; a ' +
  'graceful stop answers them.';
const controlLead =
  ' The control ends replicas by SIGKILL: it must lose requests, or the measurement is blind.';

/** shutdown: what was lost, how each replica ended, and the course of the load around it, with the control beside it. */
export const shutdown: PageSection = {
  id: 'shutdown',
  nav: 'Shutdown',
  shownFor: (result) => seenOf(result, 'shutdown').length > 0,
  Content: ({ result }) => {
    const seen = [...new Set(seenOf(result, 'shutdown').map(({ experiment }) => experiment))];
    return html`<${Section}
      id="shutdown"
      title="Graceful shutdown"
      lead=${seen.some(({ control }) => control) ? lead + controlLead : lead}
    >
      <${Toll} figures=${result.figures} />
      ${analysesOfKind(result.analyses, 'scorecard').map((analysis) => html`<${Cases} analysis=${analysis} />`)}
      <${Ends} experiments=${seen} />
      ${seen.map((experiment) => html`<${Story} experiment=${experiment} />`)}
    <//>`;
  },
};

function Cases({ analysis }: { analysis: ScorecardAnalysis }): VNode | null {
  if (analysis.rows.length === 0) return null;
  const deviations = scorecardDeviations(analysis);
  return html`<div>
    <${OpenTable} table=${scorecardTable(analysis)} />
    ${
      deviations.length === 0
        ? null
        : html`<${Finding} tone="bad" sentences=${['Not as expected, or not to be told:', ...deviations]} />`
    }
  </div>`;
}

/** mostOpen: of more experiments the ends of single replicas are shown to whoever asks. */
const mostOpen = 2;

function Ends({ experiments }: { experiments: readonly Experiment[] }): VNode {
  const table = html`<${Scorecard} experiments=${experiments} />`;
  if (experiments.length <= mostOpen) return table;
  return html`<${Disclosure} title="Table: how each replica ended">${table}<//>`;
}

function Story({ experiment }: { experiment: Experiment }): VNode {
  const { observations } = experiment;
  const additions = observationsOf(observations, 'capacity').flatMap((o) => o.additions);
  const departures = departureTable(experiment);
  const idle = observationsOf(observations, 'shutdown').flatMap(({ connections }) => connections ?? []);
  return html`<article>
    <h3>${experiment.title} ${experiment.control ? html`<${ControlTag} />` : null}</h3>
    <${Question}>${experiment.question}<//>
    ${idle.map((connections) => html`<${OpenTable} table=${connectionsTable(connections)} />`)}
    <${Loads} experiment=${experiment} />
    ${additions.length === 0 ? null : html`<${CapacityTable} additions=${additions} />`}
    ${departures.rows.length === 0 ? null : html`<${OpenTable} table=${departures} />`}
  </article>`;
}

/** Loads: the course of the load is what a replacement is about; beside a single case it is there to be asked for. */
function Loads({ experiment }: { experiment: Experiment }): VNode {
  const loads = observationsOf(experiment.observations, 'load').map(
    (load) => html`<${DisturbedLoad} experiment=${experiment} load=${load} />`,
  );
  if (experiment.kind !== 'shutdown-case') return html`<div>${loads}</div>`;
  return html`<${Disclosure} title="The load beside it">${loads}<//>`;
}

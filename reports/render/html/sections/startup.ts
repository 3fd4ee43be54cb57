import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import type { StartupObservation } from '../../../../load/model/startup-observation.ts';
import { percentText } from '../../text/cells.ts';
import { lateDatabaseTable } from '../../text/late-database-text.ts';
import { startupTable } from '../../text/startup-text.ts';
import {
  conditionOf,
  conditionStrips,
  lateDatabaseStrips,
  requestStrips,
  startupStrips,
} from '../charts/startup-strips.ts';
import { Question, Section } from '../components/section.ts';
import { StripPlot } from '../components/strip-plot.ts';
import { ClosedTable, OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

const lead =
  'Each dot is one new process. Listening, ready and first answer were seen from outside; the phases below them are ' +
  'what the service reports of itself.';

/** startup: every start as dots by condition and phase, with median and interval where there are figures for them. */
export const startup: PageSection = {
  id: 'startup',
  nav: 'Startup',
  shownFor: (result) => seenOf(result, 'startup').length + seenOf(result, 'late-database').length > 0,
  Content: ({ result }) => {
    const seen = seenOf(result, 'startup');
    const figures = result.figures.filter(({ group }) => group === 'startup');
    return html`<${Section} id="startup" title="Startup" lead=${lead}>
      <${Conditions} all=${seen.map(({ observation }) => observation)} figures=${figures} />
      ${seen.map((one) => html`<${Starts} seen=${one} figures=${figures} />`)}
      ${seenOf(result, 'late-database').map((one) => html`<${LateDatabase} seen=${one} />`)}
    <//>`;
  },
};

/** Conditions at a glance, where there are several. */
function Conditions(props: { all: readonly StartupObservation[]; figures: readonly Figure[] }): VNode | null {
  if (props.all.length < 2) return null;
  return html`<${StripPlot}
    strips=${conditionStrips(props.all, props.figures)}
    title="Milliseconds since spawn, by condition"
  />`;
}

function Starts(props: { seen: Seen<'startup'>; figures: readonly Figure[] }): VNode {
  const { experiment, observation } = props.seen;
  const requests = requestStrips(observation);
  return html`<article>
    <h3>${experiment.title} (${observation.service}, ${conditionOf(observation)})</h3>
    <${Question}>${experiment.question}<//>
    <${Neighbours} startup=${observation} />
    <${StripPlot}
      strips=${startupStrips(observation, props.figures)}
      title="Milliseconds since spawn, ${observation.samples.length} starts"
    />
    ${
      requests.length === 0
        ? null
        : html`<${StripPlot}
            strips=${requests}
            title="Milliseconds that the first request of a new replica took, and some that followed on its connection"
          />`
    }
    <${ClosedTable} table=${startupTable(observation)} />
  </article>`;
}

function Neighbours({ startup: { neighbours } }: { startup: StartupObservation }): VNode | null {
  if (neighbours === null) return null;
  const { processes, cpuShare } = neighbours;
  return html`<p class="offered">
    Beside ${processes} busy ${processes === 1 ? 'process' : 'processes'} that had ${percentText(cpuShare)} of
    all cores.
  </p>`;
}

function LateDatabase({ seen: { experiment, observation } }: { seen: Seen<'late-database'> }): VNode {
  return html`<article>
    <h3>${experiment.title} (${observation.service})</h3>
    <${Question}>${experiment.question}<//>
    <${StripPlot}
      strips=${lateDatabaseStrips(observation.starts)}
      title="Milliseconds from the first answer of the databases until ready"
    />
    <${OpenTable} table=${lateDatabaseTable(observation.starts)} />
  </article>`;
}

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Figure } from '../../../../load/model/figure.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { StartupObservation } from '../../../../load/model/startup-observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { startupStrips } from '../charts/startup-strips.ts';
import { headed } from '../components/data-table.ts';
import { TableDisclosure } from '../components/disclosure.ts';
import { FigureTable } from '../components/figure-table.ts';
import { ms } from '../components/milliseconds.ts';
import { Missing, Question, Section } from '../components/section.ts';
import { StripPlot } from '../components/strip-plot.ts';
import { whyMissing } from './why-missing.ts';

const lead =
  'Each dot is one new process. Listening, ready and first answer were seen from outside; the phases below them are ' +
  'what the service reports of itself.';

/** Startup: every start as dots by phase, with median and interval where there are figures for them. */
export function Startup({ result }: { result: RunResult }): VNode {
  const seen = result.experiments.flatMap((experiment) =>
    observationsOf(experiment.observations, 'startup').map((startup) => ({ experiment, startup })),
  );
  const figures = result.figures.filter(({ group }) => group === 'startup');
  return html`<${Section} id="startup" title="Startup" lead=${lead}>
    ${seen.length === 0 ? html`<${Missing} what="Startup" because=${whyMissing(result)} />` : null}
    ${seen.map(
      ({ experiment, startup }, i) =>
        html`<article>
          <h3>${experiment.title} (${startup.service}, ${startup.mode})</h3>
          <${Question}>${experiment.question}<//>
          <${Samples} startup=${startup} figures=${i === 0 ? figures : []} />
        </article>`,
    )}
  <//>`;
}

function Samples({ startup, figures }: { startup: StartupObservation; figures: readonly Figure[] }): VNode {
  const phases = [
    ...new Set(startup.samples.flatMap(({ reportedPhasesMs }) => Object.keys(reportedPhasesMs))),
  ];
  const rows = startup.samples.map((sample) => [
    sample.replica,
    ms(sample.spawnToListeningMs),
    ms(sample.spawnToReadyMs),
    ms(sample.spawnToFirstAnswerMs),
    ...phases.map((phase) => ms(sample.reportedPhasesMs[phase])),
  ]);
  const headings = [
    'Start',
    '#Listening',
    '#Ready',
    '#First answer',
    ...phases.map((phase) => `#reported: ${phase}`),
  ];
  return html`<div>
    <${StripPlot}
      strips=${startupStrips(startup, figures)}
      title="Milliseconds since spawn, ${startup.samples.length} starts"
    />
    ${figures.length === 0 ? null : html`<${FigureTable} groups=${[{ title: 'Median and extremes', figures }]} />`}
    <${TableDisclosure}
      title="every start, milliseconds since spawn"
      columns=${headed(...headings)}
      rows=${rows}
    />
  </div>`;
}

import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { Experiment, RunResult } from '../../../../load/model/result.ts';
import { ceilingTable } from '../../text/ceiling-text.ts';
import { sweepDoubts, sweepSentences, sweepTable } from '../../text/sweep-text.ts';
import { warmUpTable } from '../../text/warm-up-text.ts';
import { sweepChart } from '../charts/sweep-chart.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { Finding } from '../components/finding.ts';
import { RatesInDetail } from '../components/rates-in-detail.ts';
import { Question, Section } from '../components/section.ts';
import { ClosedTable, OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';

const lead =
  'An open load sends at its rate whatever comes back; it is raised until the budget breaks, each time on a fresh ' +
  'system. A closed load has a number of connections, each of which asks again as soon as it is answered: that shows ' +
  'the most that can be answered, and says little about how long a crowd would wait.';

/** rates: response time over rising rates with the end of the budget and the knee, and the ceiling of closed loads. */
export const rates: PageSection = {
  id: 'rates',
  nav: 'Rates',
  shownFor: (result) => sweeps(result).length + ceilings(result).length > 0,
  Content: ({ result }) =>
    html`<${Section} id="rates" title="Rates, to the knee and the ceiling" lead=${lead}>
      ${sweeps(result).map((experiment) => html`<${Sweep} experiment=${experiment} result=${result} />`)}
      ${ceilings(result).map((experiment) => html`<${Ceiling} experiment=${experiment} />`)}
    <//>`,
};

function sweeps({ experiments }: RunResult): Experiment[] {
  return experiments.filter((experiment) => experiment.kind === 'rate-sweep' && hasLoad(experiment));
}

function ceilings({ experiments }: RunResult): Experiment[] {
  return experiments.filter((experiment) => experiment.kind === 'ceiling' && hasLoad(experiment));
}

function hasLoad({ observations }: Experiment): boolean {
  return observationsOf(observations, 'load').length > 0;
}

function Sweep({ experiment, result }: { experiment: Experiment; result: RunResult }): VNode {
  const analyses = analysesOfKind(result.analyses, 'rate-sweep').filter(
    (analysis) => analysis.experiment === experiment.name,
  );
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    ${analyses.map(
      (analysis) =>
        html`<${Finding} sentences=${sweepSentences(analysis)} />
          <${ChartFrame}
            title="Response time over the offered rate (ms, logarithmic; requests/s)"
            spec=${sweepChart(analysis)}
          />
          <${OpenTable} table=${sweepTable(analysis)} />
          <${Doubts} doubts=${sweepDoubts(analysis)} />`,
    )}
    <${RatesInDetail} experiment=${experiment} />
    <${ClosedTable} table=${warmUpTable(experiment)} />
  </article>`;
}

function Doubts({ doubts }: { doubts: readonly string[] }): VNode | null {
  if (doubts.length === 0) return null;
  return html`<div class="said">
    <p>Rates that are doubted:</p>
    <ul>
      ${doubts.map((doubt) => html`<li>${doubt}</li>`)}
    </ul>
  </div>`;
}

function Ceiling({ experiment }: { experiment: Experiment }): VNode {
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    <${OpenTable} table=${ceilingTable(experiment)} />
    <${ClosedTable} table=${warmUpTable(experiment)} />
  </article>`;
}

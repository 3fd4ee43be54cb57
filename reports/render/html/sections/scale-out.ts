import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import type { ScalingAnalysis } from '../../../../load/model/scaling-analysis.ts';
import type { Experiment, RunResult } from '../../../../load/model/result.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import {
  lawSentences,
  lawTable,
  limitSentences,
  scalingRuns,
  scalingTable,
} from '../../text/scaling-text.ts';
import { warmUpTable } from '../../text/warm-up-text.ts';
import { scalingChart } from '../charts/scaling-chart.ts';
import { ChartFrame } from '../components/chart-frame.ts';
import { Finding } from '../components/finding.ts';
import { Question, Section } from '../components/section.ts';
import { ClosedTable, OpenTable } from '../components/text-tables.ts';
import type { PageSection } from './page-section.ts';
import { seenOf } from './seen.ts';

const lead =
  'The same closed load on ever more replicas, again and again on fresh processes. The Universal Scalability Law ' +
  '(Gunther 1993) tells what each further replica brings, how much waits for what they share, and where more replicas ' +
  'would only do harm.';

/** scaleOut: throughput over replicas with the fitted law, and what stands in the way of more. */
export const scaleOut: PageSection = {
  id: 'scale-out',
  nav: 'Scale-out',
  shownFor: (result) => seenOf(result, 'scaling').length > 0,
  Content: ({ result }) => {
    const experiments = new Set(seenOf(result, 'scaling').map(({ experiment }) => experiment));
    return html`<${Section} id="scale-out" title="Scale-out" lead=${lead}>
      ${[...experiments].map((experiment) => html`<${Scaling} experiment=${experiment} result=${result} />`)}
    <//>`;
  },
};

function Scaling({ experiment, result }: { experiment: Experiment; result: RunResult }): VNode {
  const analyses = analysesOfKind(result.analyses, 'scaling').filter(
    (analysis) => analysis.experiment === experiment.name,
  );
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    ${analyses.map((analysis) => html`<${Analysed} analysis=${analysis} />`)}
    <${ClosedTable} table=${scalingRuns(observationsOf(experiment.observations, 'scaling'))} />
    <${ClosedTable} table=${warmUpTable(experiment)} />
  </article>`;
}

const tones = { machine: 'open', service: undefined, none: 'good', 'cannot-tell': 'open' } as const;

function Analysed({ analysis }: { analysis: ScalingAnalysis }): VNode {
  const { usl, limit } = analysis;
  return html`<div>
    <${Finding} tone=${tones[limit]} sentences=${limitSentences(analysis)} />
    <${ChartFrame}
      title="Throughput over replicas of ${analysis.service} (requests/s; whiskers: lowest to highest)"
      spec=${scalingChart(analysis)}
    />
    <${OpenTable} table=${scalingTable(analysis)} />
    ${lawSentences(usl).map((sentence) => html`<p class="said">${sentence}</p>`)}
    ${usl.fitted ? html`<${OpenTable} table=${lawTable(usl)} />` : null}
  </div>`;
}

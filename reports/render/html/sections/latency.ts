import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { analysesOfKind } from '../../../../load/model/analysis.ts';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { ClientServer } from '../components/client-server.ts';
import { SteadyLoad } from '../components/load-view.ts';
import { Question, Section } from '../components/section.ts';
import type { PageSection } from './page-section.ts';
import { type Seen, seenOf } from './seen.ts';

/** elsewhere: kinds of experiments whose loads stand in sections of their own. */
const elsewhere = new Set(['rate-sweep', 'ceiling', 'scaling', 'observer-effect']);

const lead =
  'Response time counts from the moment at which the schedule says that a request begins, so that a stall of the ' +
  'system is felt by every request that should have been sent during it.';

/** latency: each load that was not disturbed on purpose; those around shutdowns stand in their own section. */
export const latency: PageSection = {
  id: 'latency',
  nav: 'Latency',
  shownFor: (result) => steadyLoads(result).length > 0,
  Content: ({ result }) =>
    html`<${Section} id="latency" title="Latency" lead=${lead}>
      ${steadyLoads(result).map((seen) => html`<${Steady} seen=${seen} result=${result} />`)}
    <//>`,
};

function steadyLoads(result: RunResult): Seen<'load'>[] {
  return seenOf(result, 'load').filter(
    ({ experiment: { kind, observations } }) =>
      !elsewhere.has(kind) && observationsOf(observations, 'shutdown').length === 0,
  );
}

function Steady({ seen, result }: { seen: Seen<'load'>; result: RunResult }): VNode {
  const { experiment, observation } = seen;
  return html`<article>
    <h3>${experiment.title}</h3>
    <${Question}>${experiment.question}<//>
    <${SteadyLoad} experiment=${experiment} load=${observation} />
    ${analysesOfKind(result.analyses, 'client-server')
      .filter((analysis) => analysis.experiment === experiment.name)
      .map((analysis) => html`<${ClientServer} analysis=${analysis} />`)}
  </article>`;
}

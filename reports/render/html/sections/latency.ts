import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { observationsOf } from '../../../../load/model/observation.ts';
import type { RunResult } from '../../../../load/model/result.ts';
import { SteadyLoad } from '../components/load-view.ts';
import { Missing, Question, Section } from '../components/section.ts';
import { whyMissing } from './why-missing.ts';

/** Latency: each load that was not disturbed on purpose; those around shutdowns stand in their own section. */
export function Latency({ result }: { result: RunResult }): VNode {
  const seen = result.experiments
    .filter(({ observations }) => observationsOf(observations, 'shutdown').length === 0)
    .flatMap((experiment) =>
      observationsOf(experiment.observations, 'load').map((load) => ({ experiment, load })),
    );
  const lead =
    'Response time counts from the moment at which the schedule says that a request begins, so that a stall of the ' +
    'system is felt by every request that should have been sent during it.';
  return html`<${Section} id="latency" title="Latency" lead=${lead}>
    ${seen.length === 0 ? html`<${Missing} what="Latency" because=${whyMissing(result)} />` : null}
    ${seen.map(
      ({ experiment, load }) =>
        html`<article>
          <h3>${experiment.title}</h3>
          <${Question}>${experiment.question}<//>
          <${SteadyLoad} experiment=${experiment} load=${load} />
        </article>`,
    )}
  <//>`;
}

import type { ClosedPlan, LoadPlan } from '../../model/load-plan.ts';
import { Problem } from '../../model/problem.ts';
import type { Step } from '../../model/scenario.ts';

/** acceptedPlan gives a plan that autocannon can do. Throws a Problem of kind `usage` that says why it cannot do another. */
export function acceptedPlan(plan: LoadPlan): ClosedPlan {
  const { load } = plan;
  if (load.model === 'open')
    throw new Problem('usage', `the autocannon engine does not send at a rate: ${whyNotOpen}.`, {
      next: 'use the paced or the k6 engine, or connections that wait for their answers.',
    });
  for (const step of plan.scenario.steps) {
    const why = whyNot(step);
    if (why === undefined) continue;
    throw new Problem('usage', `the autocannon engine cannot do step "${step.name}": ${why}.`, {
      next: 'use the paced or the k6 engine, or a scenario of single requests.',
    });
  }
  return { ...plan, load };
}

/** whyNotOpen: measured with autocannon 9.0, at 1,000 requests per second and on a server that takes 100 ms. */
export const whyNotOpen =
  'autocannon lets a whole second of requests go within its first 4%, and corrects for the wait that this causes in the ' +
  'wrong unit, so that 100 ms read as 51';

function whyNot(step: Step): string | undefined {
  if (step.method === 'HEAD')
    return 'it waits for the body that an answer to HEAD announces and does not have';
  const wants = Object.entries({
    'a think time before it': (step.thinkTimeMs?.max ?? 0) > 0,
    'a share of journeys only': (step.probability ?? 1) < 1,
    'something captured by an earlier step': (step.requires ?? []).length > 0,
    'to capture from the answer': Object.keys(step.capture ?? {}).length > 0,
    'to end the journey on some answers': (step.endsJourneyOn ?? []).length > 0,
    'a journal': step.journal !== undefined,
  }).flatMap(([what, wanted]) => (wanted ? [what] : []));
  if (wants.length === 0) return undefined;
  return `it makes one request after the other on each connection and knows no journeys, and the step wants ${wants.join(', ')}`;
}

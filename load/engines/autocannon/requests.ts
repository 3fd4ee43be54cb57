import type { Request } from 'autocannon';
import type { LoadPlan } from '../../model/load-plan.ts';
import type { Step } from '../../model/scenario.ts';
import { compileStep, type CompiledStep } from '../paced/compiled-step.ts';
import { drawVariables } from '../paced/draw.ts';
import type { Ending } from '../paced/exchange.ts';
import { randomOf, Stream } from '../paced/random.ts';
import { variablesIn, type Json, type Variables } from '../paced/template.ts';
import { headerOf, type ResponseHead } from './client.ts';

/** LaneStep: a step of the scenario as a connection takes it. */
export interface LaneStep {
  readonly name: string;
  /** request as autocannon takes it. */
  readonly request: Request;
  /** judge says what an answer is; to be asked right after it has come, while its body is at hand. */
  judge(status: number, head: ResponseHead): Ending;
}

/** idHeader and idLength: where each request's id goes; a connection writes it over the placeholder. */
export const idHeader = 'x-request-id: ';
export const idLength = 12;
const idPlaceholder = '-'.repeat(idLength);

/** laneSteps makes a scenario's steps ready; variables are drawn anew for each pass over them, with the plan's seed. */
export function laneSteps({ scenario, baseUrl, seed }: LoadPlan): LaneStep[] {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const draw = drawVariables(scenario);
  let passes = 0;
  const variablesOf = (context: Context): Variables =>
    (context.variables ??= draw(randomOf(seed, Stream.journeys, passes++)));
  return scenario.steps.map((step) => laneStep(step, compileStep(step, prefix), variablesOf));
}

/** Context: what autocannon keeps of one pass over the steps on one connection. */
interface Context {
  variables?: Variables;
}

function laneStep(
  step: Step,
  compiled: CompiledStep,
  variablesOf: (context: Context) => Variables,
): LaneStep {
  let wrong: string | undefined;
  const { check } = compiled;
  const onResponse = (status: number, body: string, context: object): void => {
    wrong = compiled.isPrimary(status) ? check?.(body, variablesOf(context)) : undefined;
  };
  const render = (variables: Variables): Request => rendered(compiled, variables);
  const constant = variablesIn([step.path, step.headers ?? {}, step.body ?? null] as Json).length === 0;
  return {
    name: step.name,
    request: {
      ...render({}),
      ...(constant
        ? {}
        : { setupRequest: (given, context) => ({ ...given, ...render(variablesOf(context)) }) }),
      ...(check === undefined ? {} : { onResponse }),
    },
    judge: (status, head) => judge(compiled, status, head, wrong),
  };
}

function rendered(step: CompiledStep, variables: Variables): Request {
  const body = step.body(variables);
  return {
    method: step.method,
    path: step.path(variables),
    headers: { ...byName(step.headers(variables)), 'x-request-id': idPlaceholder },
    ...(body === null ? {} : { body }),
  };
}

function byName(flat: readonly string[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (let index = 0; index < flat.length; index += 2) named[flat[index]!] = flat[index + 1]!;
  return named;
}

function judge(step: CompiledStep, status: number, head: ResponseHead, wrong: string | undefined): Ending {
  if (!step.isExpected(status)) {
    const refusal = status === 429 || (status === 503 && headerOf(head, 'retry-after') !== undefined);
    return refusal ? { kind: 'rejected' } : { kind: 'status', detail: `status ${status}` };
  }
  if (wrong !== undefined) return { kind: 'body', detail: wrong };
  return { kind: 'ok', endsJourney: true };
}

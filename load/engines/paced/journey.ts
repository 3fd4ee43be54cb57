import type { Scenario } from '../../model/scenario.ts';
import { compileStep, type CompiledStep } from './compiled-step.ts';
import { drawVariables } from './draw.ts';
import { randomOf, Stream } from './random.ts';
import type { Variables } from './template.ts';

/** Journey: one client on its way through the scenario's steps. */
export interface Journey {
  readonly index: number;
  readonly variables: Variables;
  /** measured: it started after the warm-up. */
  readonly measured: boolean;
  /** choices: one per step, all drawn when the journey began, so that no answer or delay can shift later draws. */
  readonly choices: readonly Choice[];
}

/** Choice: whether a journey makes a step's request if it comes there, and how long it thinks before it. */
export interface Choice {
  readonly taken: boolean;
  readonly thinkTimeMs: number;
}

/** NextStep: where a journey goes on. */
export interface NextStep {
  readonly index: number;
  readonly step: CompiledStep;
  readonly thinkTimeMs: number;
}

/** Itinerary: a scenario made ready to be walked by many journeys. */
export interface Itinerary {
  readonly steps: readonly CompiledStep[];
  begin(index: number, measured: boolean): Journey;
  /** next: the first step from `index` on that the journey takes; undefined at the end of its way. */
  next(journey: Journey, index: number): NextStep | undefined;
}

/** itinerary compiles a scenario whose requests go to paths under `pathPrefix`; draws depend on seed and index alone. */
export function itinerary(scenario: Scenario, pathPrefix: string, seed: number): Itinerary {
  const steps = scenario.steps.map((step) => compileStep(step, pathPrefix));
  const draw = drawVariables(scenario);
  const certain = certainChoices(scenario, steps);
  return {
    steps,
    begin(index, measured) {
      if (certain !== undefined) return { index, variables: {}, measured, choices: certain };
      const random = randomOf(seed, Stream.journeys, index);
      const variables = draw(random);
      const choices = steps.map(({ probability, thinkTimeMs: { min, max } }) => ({
        taken: random() < probability,
        thinkTimeMs: min + random() * (max - min),
      }));
      return { index, variables, measured, choices };
    },
    next(journey, from) {
      for (let index = from; index < steps.length; index++) {
        const [step, choice] = [steps[index], journey.choices[index]];
        if (step && choice?.taken && step.requires.every((name) => Object.hasOwn(journey.variables, name)))
          return { index, step, thinkTimeMs: choice.thinkTimeMs };
      }
    },
  };
}

/** certainChoices: those of every journey, where chance decides nothing. */
function certainChoices(
  { variables }: Pick<Scenario, 'variables'>,
  steps: readonly CompiledStep[],
): readonly Choice[] | undefined {
  if (Object.keys(variables).length > 0 || !steps.every(isCertain)) return undefined;
  return steps.map(({ thinkTimeMs }) => ({ taken: true, thinkTimeMs: thinkTimeMs.min }));
}

function isCertain({ probability, thinkTimeMs: { min, max } }: CompiledStep): boolean {
  return probability >= 1 && min === max;
}

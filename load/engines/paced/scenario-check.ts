import { Problem } from '../../model/problem.ts';
import type { Scenario, Step } from '../../model/scenario.ts';
import { variablesIn, type Json } from './template.ts';

/** checkScenario throws a Problem for what a scenario names and does not have: a list, or a variable in a template. */
export function checkScenario(scenario: Scenario): void {
  const known = new Set(Object.keys(scenario.variables));
  for (const [name, draw] of Object.entries(scenario.variables)) {
    if ('oneOf' in draw && !Object.hasOwn(scenario.data, draw.oneOf)) {
      throw unknown(
        scenario,
        `variable ${name} draws from the list ${draw.oneOf}`,
        Object.keys(scenario.data),
      );
    }
  }
  for (const step of scenario.steps) {
    for (const name of Object.keys(step.capture ?? {})) known.add(name);
    for (const name of namesUsed(step)) {
      if (!known.has(name)) throw unknown(scenario, `step "${step.name}" uses {${name}}`, [...known]);
    }
  }
}

function namesUsed(step: Step): string[] {
  const { path, headers = {}, body = null, journal = {}, checks = [] } = step;
  const wanted = checks.map((check) => ('equals' in check ? check.equals : null));
  return [...variablesIn([path, headers, body, journal, wanted] as Json), ...(step.requires ?? [])];
}

function unknown(scenario: Scenario, what: string, known: readonly string[]): Problem {
  return new Problem('usage', `scenario ${scenario.name}: ${what}, which is not declared.`, {
    next: `declare it; there is ${known.join(', ') || 'nothing yet'}.`,
  });
}

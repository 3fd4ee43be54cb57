import type { Scenario } from '../../model/scenario.ts';
import type { Random } from './random.ts';
import { member, type Json, type Variables } from './template.ts';

/** DrawVariables draws a journey's variables, in the order in which the scenario declares them. */
export type DrawVariables = (random: Random) => Variables;

/** drawVariables compiles a scenario's draws. The scenario has been checked: every list that is named exists. */
export function drawVariables(scenario: Pick<Scenario, 'data' | 'variables'>): DrawVariables {
  const draws = Object.entries(scenario.variables).map(([name, draw]) => {
    const pick = 'integer' in draw ? wholeNumber(...draw.integer) : oneOf(scenario.data[draw.oneOf] ?? []);
    return [name, pick] as const;
  });
  return (random) => Object.fromEntries(draws.map(([name, pick]) => [name, pick(random)]));
}

function wholeNumber(lowest: number, highest: number): (random: Random) => Json {
  return (random) => lowest + Math.floor(random() * (highest - lowest + 1));
}

function oneOf(items: readonly Json[]): (random: Random) => Json {
  let total = 0;
  const upTo = items.map((item) => (total += weightOf(item)));
  return (random) => items[firstAbove(upTo, random() * total)] ?? null;
}

function weightOf(item: Json): number {
  const weight = member(item, 'weight');
  return typeof weight === 'number' ? weight : 1;
}

/** firstAbove: the index of the first number above x in a rising list, by bisection. */
function firstAbove(rising: readonly number[], x: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

import { SharedArray } from 'k6/data';
import type { LoadPlan } from '../model/load-plan.ts';
import { setting } from './env.ts';

/**
 * givenPlan reads the plan that rehearse hands over by file (REHEARSE_PLAN); undefined where a script runs on its own.
 * Its lists are shared between all virtual users, so that they are held in memory once.
 */
export function givenPlan(): LoadPlan | undefined {
  const path = setting('REHEARSE_PLAN');
  if (path === undefined) return undefined;
  const read = (): LoadPlan => JSON.parse(open(path)) as LoadPlan;
  const plan = new SharedArray('plan', () => [withoutLists(read())])[0];
  if (plan === undefined) throw new Error(`${path} holds no plan`);
  const lists = Object.keys(plan.scenario.data).map((name) => [
    name,
    new SharedArray(`list ${name}`, () => [...(read().scenario.data[name] ?? [])]),
  ]);
  return { ...plan, scenario: { ...plan.scenario, data: Object.fromEntries(lists) as never } };
}

function withoutLists(plan: LoadPlan): LoadPlan {
  const names = Object.keys(plan.scenario.data).map((name) => [name, []]);
  return { ...plan, scenario: { ...plan.scenario, data: Object.fromEntries(names) as never } };
}

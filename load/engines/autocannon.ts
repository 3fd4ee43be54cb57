import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import { acceptedPlan, whyNotOpen } from './autocannon/refusals.ts';
import type { Engine, StartedLoad } from './engine.ts';
import { checkScenario } from './paced/scenario-check.ts';
import { startProcess } from './process/start-process.ts';

/**
 * autocannonEngine: the closed model for throughput ceilings. Each connection makes one request after the other, in the
 * order of the scenario's steps; every request counts as a journey of its own. In a process of its own.
 */
export const autocannonEngine: Engine = {
  name: 'autocannon',
  models: ['closed'],
  whyNot: { open: whyNotOpen },
  start,
};

async function start(plan: LoadPlan, onProgress?: (progress: LoadProgress) => void): Promise<StartedLoad> {
  const accepted = acceptedPlan(loadPlanSchema.parse(plan));
  checkScenario(accepted.scenario);
  return startProcess(new URL('./autocannon/main.ts', import.meta.url), accepted, onProgress);
}

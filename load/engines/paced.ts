import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import { Problem } from '../model/problem.ts';
import type { Engine, StartedLoad } from './engine.ts';
import { checkScenario } from './paced/scenario-check.ts';
import { briefPauses } from './process/brief-pauses.ts';
import { startProcess } from './process/start-process.ts';

/**
 * pacedEngine: the reference engine. An open model on undici in a process of its own, which ends by itself when this
 * process is gone. `start` throws a Problem for a plan that cannot be run, or when the process does not come up.
 */
export const pacedEngine: Engine = { name: 'paced', models: ['open'], start: startPaced };

/** mostForBriefPauses: the rate, in journeys per second, from which on collecting more often costs too much: at saturation a tenth. */
const mostForBriefPauses = 5000;

async function startPaced(
  plan: LoadPlan,
  onProgress?: (progress: LoadProgress) => void,
): Promise<StartedLoad> {
  const { load, scenario } = loadPlanSchema.parse(plan);
  if (load.model === 'closed') {
    throw new Problem(
      'usage',
      'the paced engine sends when the schedule says, not when an answer has come.',
      {
        next: 'for connections that wait for their answers, use the autocannon or the k6 engine.',
      },
    );
  }
  checkScenario(scenario);
  const nodeFlags = load.ratePerSecond <= mostForBriefPauses ? briefPauses : [];
  return startProcess(new URL('./paced/main.ts', import.meta.url), plan, onProgress, {}, nodeFlags);
}

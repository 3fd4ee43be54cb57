import { rm } from 'node:fs/promises';
import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import { Problem } from '../model/problem.ts';
import type { Engine, LoadResult, StartedLoad } from './engine.ts';
import { EngineProcess } from './paced/engine-process.ts';
import { checkScenario } from './paced/scenario-check.ts';

/**
 * pacedEngine: the reference engine. An open model on undici in a process of its own, which ends by itself when this
 * process is gone. `start` throws a Problem for a plan that cannot be run, or when the process does not come up.
 */
export const pacedEngine: Engine = { name: 'paced', models: ['open'], start: startPaced };

async function startPaced(
  plan: LoadPlan,
  onProgress: (progress: LoadProgress) => void = () => {},
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
  const engine = await EngineProcess.spawn(plan, onProgress);
  const finished = resultOf(engine);
  // Whoever only stops or kills the load never looks at this promise.
  finished.catch(() => {});
  await engine.started(finished);
  return {
    pid: engine.pid,
    finished,
    stop({ graceMs } = {}) {
      engine.tell({ type: 'stop', ...(graceMs === undefined ? {} : { graceMs }) });
      return finished;
    },
    async kill() {
      engine.kill();
      await finished.catch(() => {});
    },
  };
}

async function resultOf(engine: EngineProcess): Promise<LoadResult> {
  try {
    return await engine.result();
  } finally {
    await rm(engine.directory, { recursive: true, force: true });
  }
}

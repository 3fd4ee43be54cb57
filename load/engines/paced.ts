import { rm } from 'node:fs/promises';
import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import type { Engine, LoadResult, StartedLoad } from './engine.ts';
import { EngineProcess } from './paced/engine-process.ts';
import { checkScenario } from './paced/scenario-check.ts';

/** StartedPacedLoad: a started load that can also be asked to stop with little patience. */
export interface StartedPacedLoad extends StartedLoad {
  /** stop: requests still open after graceMs end as `unfinished`; by default they may take their whole time-out. */
  stop(options?: { readonly graceMs?: number }): Promise<LoadResult>;
}

/**
 * pacedEngine: the reference engine. An open model on undici in a process of its own, which ends by itself when this
 * process is gone. `start` throws a Problem for a plan that cannot be run, or when the process does not come up.
 */
export const pacedEngine = { name: 'paced', start: startPaced } as const satisfies Engine;

async function startPaced(
  plan: LoadPlan,
  onProgress: (progress: LoadProgress) => void = () => {},
): Promise<StartedPacedLoad> {
  checkScenario(loadPlanSchema.parse(plan).scenario);
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

import { rm } from 'node:fs/promises';
import type { LoadProgress } from '../model/load-observation.ts';
import type { LoadPlan } from '../model/load-plan.ts';
import type { LoadResult, StartedLoad } from './engine.ts';
import { EngineProcess } from './paced/engine-process.ts';

/**
 * startProcess starts an engine's script in a process of its own, which ends by itself when this process is gone; `env`
 * adds to its environment. Throws a Problem when the process does not come up.
 */
export async function startProcess(
  plan: LoadPlan,
  onProgress: (progress: LoadProgress) => void = () => {},
  script?: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedLoad> {
  const engine = await EngineProcess.spawn(plan, onProgress, script, env);
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

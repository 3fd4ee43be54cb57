import { rm } from 'node:fs/promises';
import { CourseRecorder } from '../../model/load-course.ts';
import type { LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import type { LoadResult, StartedLoad } from '../engine.ts';
import { EngineProcess } from './engine-process.ts';

/**
 * startProcess starts an engine's script in a process of its own, which ends by itself when this process is gone; `env`
 * adds to its environment, and Node.js gets `nodeFlags`. Throws a Problem when the process does not come up.
 */
export async function startProcess(
  script: URL,
  plan: LoadPlan,
  onProgress: (progress: LoadProgress) => void = () => {},
  env: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<StartedLoad> {
  const course = new CourseRecorder(courseStepMs(plan));
  const tell = (progress: LoadProgress): void => {
    course.tell(progress);
    onProgress(progress);
  };
  const engine = await EngineProcess.spawn(script, plan, tell, env, nodeFlags);
  const finished = resultOf(engine, course);
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

/** mostPoints of a course: with the buckets of each it is what makes files large. */
const mostPoints = 300;

/** courseStepMs: two seconds, more of them for a load that is planned to be long. */
function courseStepMs({ warmUpMs, durationMs }: LoadPlan): number {
  return Math.max(2, Math.ceil((warmUpMs + durationMs) / 1000 / mostPoints)) * 1000;
}

async function resultOf(engine: EngineProcess, course: CourseRecorder): Promise<LoadResult> {
  try {
    const { observation, journal } = await engine.result();
    return { observation: { ...observation, course: course.read() }, journal };
  } finally {
    await rm(engine.directory, { recursive: true, force: true });
  }
}

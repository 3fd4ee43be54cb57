import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import { Problem } from '../model/problem.ts';
import type { Engine, StartedLoad } from './engine.ts';
import { findK6 } from './k6/find-k6.ts';
import { childrenOf } from './k6/process-usage.ts';
import { checkScenario } from './paced/scenario-check.ts';
import { startProcess } from './start-process.ts';

/**
 * k6Engine: real k6, found by K6_BIN or on PATH, with the scenario, seed and data of every engine. Both models; arrivals
 * are evenly spaced, and times begin with the actual send.
 */
export const k6Engine: Engine = {
  name: 'k6',
  models: ['open', 'closed'],
  check: async () => void (await findK6()),
  start,
};

/** shortestMs: k6 accepts no scenario that is shorter. */
const shortestMs = 1000;

async function start(plan: LoadPlan, onProgress?: (progress: LoadProgress) => void): Promise<StartedLoad> {
  const parsed = loadPlanSchema.parse(plan);
  checkScenario(parsed.scenario);
  checkDurations(parsed);
  const { path } = await findK6();
  const script = new URL('./k6/main.ts', import.meta.url);
  const started = await startProcess(parsed, onProgress, script, { K6_BIN: path });
  return {
    ...started,
    async kill() {
      const children = childrenOf(started.pid);
      await started.kill();
      for (const child of children) killIfRunning(child);
    },
  };
}

function checkDurations({ warmUpMs, durationMs }: LoadPlan): void {
  if (durationMs >= shortestMs && (warmUpMs === 0 || warmUpMs >= shortestMs)) return;
  const message = `k6 runs nothing shorter than one second; the plan has ${warmUpMs} ms of warm-up and ${durationMs} ms.`;
  throw new Problem('usage', message, { next: 'give each at least a second, or the warm-up none.' });
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

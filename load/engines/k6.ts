import type { LoadProgress } from '../model/load-observation.ts';
import { loadPlanSchema, type LoadPlan } from '../model/load-plan.ts';
import { Problem } from '../model/problem.ts';
import type { Engine, StartedLoad } from './engine.ts';
import { findK6 } from './k6/find-k6.ts';
import { childrenOf } from './k6/process-usage.ts';
import { remoteWriteNames } from './k6/remote-write.ts';
import { checkScenario } from './paced/scenario-check.ts';
import { startProcess } from './process/start-process.ts';

/** RemoteWrite: a server that takes k6's own metrics by Prometheus' remote write protocol, at `base`/api/v1/write. */
export interface RemoteWrite {
  readonly base: string;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/** k6EngineTelling: the k6 engine whose k6 sends its own metrics to a server while it runs. */
export function k6EngineTelling(remoteWrite: RemoteWrite): Engine {
  return { ...k6Engine, start: (plan, onProgress) => start(plan, onProgress, environmentOf(remoteWrite)) };
}

/** shortestMs: k6 accepts no scenario that is shorter. */
const shortestMs = 1000;

/**
 * k6Engine: real k6, found by K6_BIN, on PATH or in its image, with the scenario, seed and data of every engine. Both models; arrivals
 * are evenly spaced, and times begin with the actual send. A warm-up that there is lasts a second at least.
 */
export const k6Engine: Engine = {
  name: 'k6',
  models: ['open', 'closed'],
  shortestMs,
  check: async () => void (await findK6()),
  start: (plan, onProgress) => start(plan, onProgress),
};

async function start(
  plan: LoadPlan,
  onProgress?: (progress: LoadProgress) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedLoad> {
  const parsed = longEnough(loadPlanSchema.parse(plan));
  checkScenario(parsed.scenario);
  const { path } = await findK6();
  const script = new URL('./k6/main.ts', import.meta.url);
  const started = await startProcess(script, parsed, onProgress, { ...env, K6_BIN: path });
  return {
    ...started,
    async kill() {
      const children = childrenOf(started.pid);
      await started.kill();
      for (const child of children) killIfRunning(child);
    },
  };
}

/** environmentOf: by the environment of the engine's process, so that a password stands in no file and no argument. */
function environmentOf({ base, login }: RemoteWrite): Record<string, string> {
  return {
    [remoteWriteNames.url]: `${base}/api/v1/write`,
    ...(login === undefined
      ? {}
      : { [remoteWriteNames.user]: login.user, [remoteWriteNames.password]: login.password }),
  };
}

/** longEnough: a warm-up is the least of it anyway; how long is measured is not ours to change. */
function longEnough(plan: LoadPlan): LoadPlan {
  if (plan.durationMs < shortestMs) {
    const message = `k6 runs nothing shorter than one second; the plan has ${plan.durationMs} ms.`;
    throw new Problem('usage', message, { next: 'give it at least a second.' });
  }
  return plan.warmUpMs === 0 ? plan : { ...plan, warmUpMs: Math.max(plan.warmUpMs, shortestMs) };
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

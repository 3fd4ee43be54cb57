import { expect } from 'vitest';
import { startRunClock } from '../../model/clock.ts';
import { ledgerImbalance } from '../../model/ledger.ts';
import type { LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan, OpenLoad } from '../../model/load-plan.ts';
import type { Scenario, Step } from '../../model/scenario.ts';
import type { LoadResult, StartedLoad } from '../engine.ts';
import { pacedEngine } from '../paced.ts';
import type { TruthServer } from './truth-server.ts';

/** getStep: the plainest request there is. */
export const getStep: Step = { name: 'get', method: 'GET', path: '/', expectStatus: [] };

/** postStep: a request that no client may send twice. */
export const postStep: Step = { ...getStep, name: 'post', method: 'POST', body: { seats: 2 } };

/** scenarioOf makes a scenario of steps, with variables and lists where they are needed. */
export function scenarioOf(
  steps: readonly Step[],
  drawn: Partial<Pick<Scenario, 'data' | 'variables'>> = {},
): Scenario {
  return { name: 'truth', description: '', data: {}, variables: {}, ...drawn, steps: [...steps] };
}

/** PlanSet: what a test sets of a plan in the open model. */
export type PlanSet = Partial<Omit<LoadPlan, 'load'> & Omit<OpenLoad, 'model'>>;

/** planFor gives a plan of 100 requests in half a second, but for what is set. */
export function planFor(baseUrl: string, set: PlanSet = {}): LoadPlan {
  const { ratePerSecond = 200, arrivals = 'uniform', ...rest } = set;
  const { startedAt, originNs } = startRunClock();
  return {
    baseUrl,
    scenario: scenarioOf([getStep]),
    load: { model: 'open', ratePerSecond, arrivals },
    seed: 1,
    warmUpMs: 0,
    durationMs: 500,
    timeoutMs: 5000,
    maxInFlight: 1000,
    clock: { startedAt, originNs },
    ...rest,
  };
}

/** startLoad starts the real engine; it ends with the block that holds it. */
export async function startLoad(
  plan: LoadPlan,
  onProgress?: (progress: LoadProgress) => void,
): Promise<StartedLoad & AsyncDisposable> {
  const load = await pacedEngine.start(plan, onProgress);
  return { ...load, [Symbol.asyncDispose]: () => load.kill() };
}

/** runLoad runs the real engine to its end. Whatever the server does, both ledgers must balance. */
export async function runLoad(baseUrl: string, set: PlanSet = {}): Promise<LoadResult> {
  await using load = await startLoad(planFor(baseUrl, set));
  const result = await load.finished;
  const { measured, warmUp } = result.observation;
  expect(ledgerImbalance(measured.ledger)).toBeUndefined();
  expect(ledgerImbalance(warmUp)).toBeUndefined();
  return result;
}

const mostAttempts = 3;

/**
 * runUndisturbed runs the real engine until it was on time itself: while its own guard says that it sent late, nothing
 * can be said of the server. Each attempt has a server of its own, since one that has stalled once does not again. What
 * the last attempt gives is given as it is.
 */
export async function runUndisturbed(
  startServer: () => Promise<TruthServer>,
  set: PlanSet = {},
): Promise<LoadResult> {
  for (let attempt = 1; ; attempt += 1) {
    await using server = await startServer();
    const result = await runLoad(server.url, set);
    const late = result.observation.invalidReasons.some(({ guard }) => guard === 'dispatch-delay');
    if (!late || attempt === mostAttempts) return result;
  }
}

import { defaultMaxInFlight, type LoadModel, type LoadPlan } from '../../model/load-plan.ts';
import type { Run } from '../run.ts';

/** requestTimeoutMs: after which an answer counts as lost; a person would have gone away by then. */
const requestTimeoutMs = 10_000;

/** LoadSpec: journeys at a rate, or connections that ask again as soon as they are answered. */
export type LoadSpec = { readonly warmUpMs: number; readonly durationMs: number } & (
  | { readonly ratePerSecond: number }
  | { readonly connections: number }
);

/** planFor makes the plan of a load on a run's subject. */
export function planFor(run: Run, baseUrl: string, spec: LoadSpec): LoadPlan {
  const load = loadModelOf(spec);
  const scenario = load.model === 'open' ? run.prepared.scenario : run.prepared.loop;
  return {
    baseUrl,
    scenario,
    load,
    seed: run.seed,
    warmUpMs: spec.warmUpMs,
    durationMs: spec.durationMs,
    timeoutMs: requestTimeoutMs,
    maxInFlight:
      load.model === 'open'
        ? defaultMaxInFlight(load.ratePerSecond * scenario.steps.length)
        : load.connections,
    clock: { startedAt: run.clock.startedAt, originNs: run.clock.originNs },
  };
}

function loadModelOf(spec: LoadSpec): LoadModel {
  return 'connections' in spec
    ? { model: 'closed', connections: spec.connections }
    : { model: 'open', ratePerSecond: spec.ratePerSecond, arrivals: 'poisson' };
}

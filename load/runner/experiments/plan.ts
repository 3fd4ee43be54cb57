import type { Budget } from '../../model/figure.ts';
import {
  defaultMaxInFlight,
  type LoadBudgets,
  type LoadModel,
  type LoadPlan,
  type SteadyRule,
} from '../../model/load-plan.ts';
import type { Run } from '../run.ts';

/** requestTimeoutMs: after which an answer counts as lost; a person would have gone away by then. */
const requestTimeoutMs = 10_000;

/** LoadSpec: journeys at a rate, or connections that ask again as soon as they are answered. */
export type LoadSpec = {
  readonly warmUpMs: number;
  readonly untilSteady?: SteadyRule;
  readonly durationMs: number;
} & ({ readonly ratePerSecond: number } | { readonly connections: number });

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
    ...(spec.untilSteady === undefined ? {} : { untilSteady: spec.untilSteady }),
    durationMs: spec.durationMs,
    timeoutMs: requestTimeoutMs,
    maxInFlight:
      load.model === 'open'
        ? defaultMaxInFlight(load.ratePerSecond * scenario.steps.length)
        : load.connections,
    ...(run.budgets === undefined ? {} : { budgets: loadBudgets(run.budgets) }),
    clock: { startedAt: run.clock.startedAt, originNs: run.clock.originNs },
  };
}

/** loadBudgets: those of a suite's budgets that an engine can hold its own figures against. */
function loadBudgets(budgets: Readonly<Record<string, Budget>>): LoadBudgets {
  const limit = (name: string): number | undefined => budgets[name]?.limit;
  const [p50Ms, p90Ms, p99Ms] = ['p50', 'p90', 'p99'].map((q) => limit(`latency.response_time.${q}`));
  return {
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p90Ms === undefined ? {} : { p90Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    ...(limit('latency.failed_requests') === 0 ? { failedShare: 0 } : {}),
  };
}

function loadModelOf(spec: LoadSpec): LoadModel {
  return 'connections' in spec
    ? { model: 'closed', connections: spec.connections }
    : { model: 'open', ratePerSecond: spec.ratePerSecond, arrivals: 'poisson' };
}

import type { Options, Scenario as K6Scenario } from 'k6/options';
import type { LoadPlan } from '../model/load-plan.ts';
import { thresholdsOf } from './thresholds.ts';

/** phases of a plan, as k6 scenarios by name. */
export const phases = { warmUp: 'warmUp', measured: 'measured' } as const;

/** optionsOf makes k6's options for a plan: an arrival rate for the open model, virtual users for the closed one. */
export function optionsOf(plan: LoadPlan): Options {
  return {
    scenarios: plan.load.model === 'open' ? openScenarios(plan) : closedScenario(plan),
    thresholds: { ...thresholdsOf(plan.budgets ?? {}), ...countedByPhase },
    systemTags: ['scenario', 'name', 'method', 'status', 'expected_response'],
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(99)'],
  };
}

/** Always true: k6 counts by scenario only what a threshold asks for by scenario. */
const countedByPhase = Object.fromEntries(
  Object.values(phases).map((phase) => [`dropped_iterations{scenario:${phase}}`, ['count>=0']]),
);

function openScenarios(plan: LoadPlan): Record<string, K6Scenario> {
  const measured = arrivals(plan, plan.warmUpMs, plan.durationMs);
  if (plan.warmUpMs === 0) return { [phases.measured]: measured };
  return { [phases.warmUp]: arrivals(plan, 0, plan.warmUpMs), [phases.measured]: measured };
}

function arrivals(plan: LoadPlan, startMs: number, durationMs: number): K6Scenario {
  return {
    executor: 'constant-arrival-rate',
    ...perSecond(plan.load.model === 'open' ? plan.load.ratePerSecond : 1),
    startTime: `${startMs}ms`,
    duration: `${durationMs}ms`,
    preAllocatedVUs: usersAtOnce(plan),
    maxVUs: plan.maxInFlight,
    gracefulStop: `${plan.timeoutMs + graceMs}ms`,
  };
}

/** graceMs beyond a request's time-out, so that k6 never interrupts what will end by itself. */
const graceMs = 1000;

/** perSecond: k6 takes whole numbers only, so that a fraction is told over a thousand seconds. */
export function perSecond(rate: number): { rate: number; timeUnit: string } {
  return Number.isInteger(rate)
    ? { rate, timeUnit: '1s' }
    : { rate: Math.max(1, Math.round(rate * 1000)), timeUnit: '1000s' };
}

/** usersAtOnce: virtual users made beforehand, for journeys of a second beyond their think time; later ones cost drops. */
function usersAtOnce({ load, scenario, maxInFlight }: LoadPlan): number {
  if (load.model === 'closed') return load.connections;
  const thinkMs = scenario.steps.reduce((sum, { thinkTimeMs }) => sum + (thinkTimeMs?.max ?? 0), 0);
  return Math.min(maxInFlight, Math.max(10, Math.ceil((load.ratePerSecond * (thinkMs + 1000)) / 1000)));
}

function closedScenario(plan: LoadPlan): Record<string, K6Scenario> {
  return {
    [phases.measured]: {
      executor: 'constant-vus',
      vus: usersAtOnce(plan),
      duration: `${plan.warmUpMs + plan.durationMs}ms`,
      gracefulStop: `${plan.timeoutMs + graceMs}ms`,
    },
  };
}

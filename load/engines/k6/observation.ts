import { availableParallelism } from 'node:os';
import type { Ledger } from '../../model/ledger.ts';
import type { InvalidReason, LoadObservation } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import type { Warning } from '../../model/warning.ts';
import { timedFromSend } from '../from-send.ts';
import type { GeneratorUsage } from '../paced/generator-usage.ts';
import { observationOf } from '../paced/observation.ts';
import { validityLimits } from '../validity.ts';
import type { Folded } from './fold.ts';
import type { Summary } from './summary.ts';

/** K6Run: all that a run of k6 left behind. Times are of the clock of performance.now(). */
export interface K6Run extends Folded {
  readonly plan: LoadPlan;
  readonly endedMs: number;
  readonly stopped: boolean;
  readonly summary: Summary;
  readonly thresholdsCrossed: boolean;
  readonly usage: GeneratorUsage;
  readonly axisMs: (atMs: number) => number;
}

/** observationOfK6 computes what the engine reports. */
export function observationOfK6(run: K6Run): LoadObservation {
  const dropped = countDropped(run);
  const observation = observationOf({
    ...run,
    plan: evenly(run.plan),
    stretchEndMs: run.endMs,
    journeys: { begun: run.journeys.begun + dropped, empty: run.journeys.empty },
    // k6 works on all cores, so that a share of one says nothing; see tooBusy.
    usage: { ...run.usage, cpuShare: 0 },
  });
  const set = { engine: 'k6', warnings: warnings(run), invalidReasons: invalidReasons(run) } as const;
  return { ...timedFromSend(observation, set, ['dispatchDelay']), generator: run.usage };
}

/** evenly: k6 has no other arrivals. */
function evenly(plan: LoadPlan): LoadPlan {
  return plan.load.model === 'open' ? { ...plan, load: { ...plan.load, arrivals: 'uniform' } } : plan;
}

/** countDropped adds the journeys that k6 did not start to the ledgers, and gives those of the measurement. */
function countDropped(run: K6Run): number {
  const { recorder, summary } = run;
  addNotSent(recorder.warmUp, summary.counter('dropped_iterations{scenario:warmUp}'));
  const dropped = summary.counter('dropped_iterations{scenario:measured}');
  const notStarted = neverStarted(run) ?? dropped;
  addNotSent(recorder.measured.ledger, notStarted);
  recorder.measured.journeys.broken += notStarted;
  return notStarted;
}

function addNotSent(ledger: Ledger, count: number): void {
  ledger.scheduled += count;
  ledger.notSent += count;
}

/**
 * neverStarted: journeys of a whole plan that k6 did not start; undefined where there is no such number. When it was late
 * itself, k6's own count is another: it leaves out what it had not come to when its time was over, or takes in what would
 * have come after that.
 */
function neverStarted({ plan: { load, durationMs }, started, stopped }: K6Run): number | undefined {
  if (load.model === 'closed' || stopped) return undefined;
  return Math.max(0, Math.ceil((load.ratePerSecond * durationMs) / 1000) - started);
}

function warnings(run: K6Run): Warning[] {
  const { plan, thresholdsCrossed } = run;
  const replayed = plan.scenario.steps.filter(({ method }) => method === 'GET' || method === 'HEAD');
  return [
    ...(replayed.length === 0 ? [] : [silentRetries(replayed.map(({ name }) => name))]),
    ...(plan.load.model === 'open' && plan.load.arrivals === 'poisson' ? [evenArrivals] : []),
    ...(thresholdsCrossed ? [crossed] : []),
  ];
}

function silentRetries(steps: readonly string[]): Warning {
  return {
    code: 'silent-retries',
    message: `k6's client sends a GET once more, without a word, when its connection closes before the answer: losses of ${steps.join(', ')} may be hidden.`,
    advice: 'count on the server, or use the paced engine.',
  };
}

const evenArrivals: Warning = {
  code: 'uniform-arrivals',
  message: 'k6 spaces arrivals evenly; Poisson arrivals were asked for.',
  advice: 'use the paced engine where bursts matter.',
};

const crossed: Warning = {
  code: 'k6-thresholds',
  message: "k6's own thresholds, made of the budgets, were crossed (exit code 99).",
};

function invalidReasons(run: K6Run): InvalidReason[] {
  return [...tooBusy(run), ...uncounted(run)];
}

function tooBusy({ usage }: K6Run): InvalidReason[] {
  const cores = availableParallelism();
  const limit = validityLimits.generatorCpuShare * cores;
  if (usage.cpuShare <= limit) return [];
  const message = `k6 used ${usage.cpuShare.toFixed(2)} of the ${cores} cores, above ${limit.toFixed(2)}: its own queueing is in the figures.`;
  return [{ guard: 'generator-cpu', message, found: usage.cpuShare, limit }];
}

/** uncounted: k6's own count of requests must be the script's; an interrupted request is in neither for certain. */
function uncounted({ summary, told, stopped }: K6Run): InvalidReason[] {
  const counted = summary.counter('http_reqs');
  if (stopped || counted === told) return [];
  const message = `k6 counted ${counted} requests, its script told of ${told}.`;
  return [{ guard: 'ledger', message, found: told, limit: counted }];
}

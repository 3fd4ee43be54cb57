import exec from 'k6/execution';
import { setting } from './env.ts';
import { optionsOf, phases } from './executors.ts';
import { givenPlan } from './given-plan.ts';
import { journeysOf } from './journey.ts';
import { readySteps } from './steps.ts';
import { scenarioStartMs, tellClock, tellEmpty, tellingWitness } from './told.ts';

// What the k6 engine of rehearse runs: a plan in, a line per event out. It is of no use on its own.
const plan = givenPlan();
if (plan === undefined) throw new Error('REHEARSE_PLAN is not set: this script is run by rehearse');

export const options = optionsOf(plan);

const steps = readySteps(plan.scenario, plan.baseUrl, plan.timeoutMs);
const journeys = journeysOf(plan.scenario, steps, plan.seed);
const idPrefix = setting('REHEARSE_ID_PREFIX') ?? '';

const { load, warmUpMs, durationMs } = plan;
const arrivalsIn = (spanMs: number): number =>
  load.model === 'open' ? Math.ceil((load.ratePerSecond * spanMs) / 1000) : 0;

export default function (): void {
  tellClock();
  const warmUp = exec.scenario.name === phases.warmUp;
  const { iterationInTest } = exec.scenario;
  const spanMs = load.model === 'closed' ? warmUpMs + durationMs : warmUp ? warmUpMs : durationMs;
  // k6 starts one more at the very end of a scenario.
  if (load.model === 'open' && iterationInTest >= arrivalsIn(spanMs)) return;
  // Journeys are numbered on from the warm-up, so that each draws what it draws elsewhere.
  const number = iterationInTest + (warmUp ? 0 : arrivalsIn(warmUpMs));
  const name = (warmUp ? 'w' : 'm') + number.toString(36);
  const overMs = scenarioStartMs() + spanMs + (warmUp ? durationMs : 0);
  const witness = tellingWitness(idPrefix, name, overMs, load.model === 'open', steps);
  const { end, empty } = journeys.walk(number, witness);
  if (empty && end === 'completed') tellEmpty();
}

export function handleSummary(summary: unknown): Record<string, string> {
  return { [setting('REHEARSE_SUMMARY') ?? 'stdout']: JSON.stringify(summary) };
}

import { randomBytes } from 'node:crypto';
import type { LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import type { JournalEntry } from '../engine.ts';
import type { Alarm } from './alarm.ts';
import { arrivalTimes } from './arrivals.ts';
import { runAxis } from './axis.ts';
import { Conductor } from './conductor.ts';
import { connections } from './connections.ts';
import type { Exchange } from './exchange.ts';
import { itinerary } from './journey.ts';
import { PacedRun } from './paced-run.ts';
import { randomOf, Stream } from './random.ts';
import { Recorder } from './recorder.ts';
import { schedule, type ScheduleTimes } from './schedule.ts';

/** Outside: what a run is given by the process that it runs in. */
export interface Outside {
  readonly newAlarm: (ring: () => void) => Promise<Alarm>;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onJournal: (entry: JournalEntry) => void;
}

/** leadMs between the end of preparations and the first start. */
const leadMs = 20;

/** startConducting puts a run together from its parts and starts it. */
export async function startConducting(plan: LoadPlan, outside: Outside): Promise<Conductor> {
  const base = new URL(plan.baseUrl);
  const route = itinerary(plan.scenario, base.pathname.replace(/\/$/, ''), plan.seed);
  const alarm = await outside.newAlarm(() => run.ring());
  const times = timesFrom(performance.now() + leadMs, plan);
  const random = randomOf(plan.seed, Stream.arrivals);
  const planned = schedule(route, arrivalTimes(plan.arrivals, plan.ratePerSecond, random), times);
  const recorder = new Recorder(times, route.steps.length, () => conductor.endMs);
  const run = new PacedRun({
    schedule: planned,
    recorder,
    connections: connections(base.origin),
    alarm,
    limits: plan,
    requestIdPrefix: `${randomBytes(4).toString('hex')}-`,
    onAnswer: journalWriter(runAxis(plan), outside.onJournal),
    onIdle: () => conductor.checkIdle(),
  });
  const conductor = new Conductor({ plan, times, schedule: planned, recorder, run }, outside.onProgress);
  return conductor;
}

function timesFrom(startMs: number, plan: LoadPlan): ScheduleTimes {
  const measuredFromMs = startMs + plan.warmUpMs;
  return { startMs, measuredFromMs, endMs: measuredFromMs + plan.durationMs };
}

function journalWriter(
  axisMs: (atMs: number) => number,
  onJournal: (entry: JournalEntry) => void,
): (exchange: Exchange) => void {
  return ({ planned: { step, journey }, requestId, endedMs }) => {
    const fields = step.journal?.(journey.variables) as Record<string, unknown> | undefined;
    if (fields === undefined) return;
    onJournal({ ...fields, atMs: axisMs(endedMs), step: step.name, requestId });
  };
}

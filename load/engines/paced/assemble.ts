import { randomBytes } from 'node:crypto';
import type { LoadObservation, LoadProgress } from '../../model/load-observation.ts';
import type { OpenPlan } from '../../model/load-plan.ts';
import type { JournalEntry } from '../engine.ts';
import type { RunningLoad } from '../process/run-in-process.ts';
import type { Alarm } from './alarm.ts';
import { arrivalTimes } from './arrivals.ts';
import { runAxis } from './axis.ts';
import { Conductor } from './conductor.ts';
import { connections } from './connections.ts';
import type { Exchange } from './exchange.ts';
import { itinerary } from './journey.ts';
import { earlyMs, PacedRun } from './paced-run.ts';
import { randomOf, Stream } from './random.ts';
import { Recorder } from './recorder.ts';
import { RunTimes } from './run-times.ts';
import { schedule } from './schedule.ts';
import { watchFor } from './warm-up-watch.ts';

/** Outside: what a run is given by the process that it runs in. */
export interface Outside {
  readonly alarm: Alarm;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onJournal: (entry: JournalEntry) => void;
}

/** leadMs between the end of preparations and the first start. */
const leadMs = 20;

/** perform puts a run together from its parts and starts it; it has finished once the connections are closed. */
export function perform(plan: OpenPlan, outside: Outside): RunningLoad {
  const base = new URL(plan.baseUrl);
  const route = itinerary(plan.scenario, base.pathname.replace(/\/$/, ''), plan.seed);
  const times = new RunTimes(performance.now() + leadMs, plan);
  const random = randomOf(plan.seed, Stream.arrivals);
  const planned = schedule(route, arrivalTimes(plan.load.arrivals, plan.load.ratePerSecond, random), times);
  const watch = watchFor(plan, times.startMs);
  const recorder = new Recorder(times, route.steps.length, () => conductor.endMs, watch);
  const pool = connections(base.origin);
  const run = new PacedRun({
    schedule: planned,
    recorder,
    connections: pool,
    alarm: outside.alarm,
    limits: plan,
    earlyMs: earlyMs(plan.load.ratePerSecond * route.steps.length),
    requestIdPrefix: `${randomBytes(4).toString('hex')}-`,
    onAnswer: journalWriter(runAxis(plan), outside.onJournal),
    onIdle: () => conductor.checkIdle(),
  });
  const conductor = new Conductor(
    { plan, times, schedule: planned, recorder, run, watch },
    outside.onProgress,
  );
  const closed = async (observation: LoadObservation): Promise<LoadObservation> => {
    await pool.close();
    return observation;
  };
  return { finished: conductor.finished.then(closed), stop: (graceMs) => conductor.stop(graceMs) };
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

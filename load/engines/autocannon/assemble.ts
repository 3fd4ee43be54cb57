import { randomBytes } from 'node:crypto';
import type { LoadProgress } from '../../model/load-observation.ts';
import type { ClosedPlan } from '../../model/load-plan.ts';
import type { Warning } from '../../model/warning.ts';
import { timedFromSend } from '../from-send.ts';
import { Conductor } from '../paced/conductor.ts';
import { Recorder } from '../paced/recorder.ts';
import { RunTimes } from '../paced/run-times.ts';
import { watchFor } from '../paced/warm-up-watch.ts';
import type { RunningLoad } from '../process/run-in-process.ts';
import { ClosedRun } from './closed-run.ts';

/** leadMs between the end of preparations and the first request. */
const leadMs = 20;

/** perform starts a closed load in this process. */
export function perform(plan: ClosedPlan, onProgress: (progress: LoadProgress) => void): RunningLoad {
  const times = new RunTimes(performance.now() + leadMs, plan);
  const watch = watchFor(plan, times.startMs);
  const recorder = new Recorder(times, plan.scenario.steps.length, () => conductor.endMs, watch);
  const run = new ClosedRun(plan, recorder, randomBytes(2).toString('hex'), () => conductor.checkIdle());
  const schedule = {
    // There is no schedule: requests follow answers.
    firstDueMs: () => Number.POSITIVE_INFINITY,
    endAt: () => {},
    get measuredJourneys() {
      return { begun: run.begun, empty: 0 };
    },
  };
  const conductor = new Conductor({ plan, times, schedule, recorder, run, watch }, onProgress);
  const observed = conductor.finished.then((observation) =>
    timedFromSend(observation, { engine: 'autocannon', warnings: warnings(plan), invalidReasons: [] }, [
      'connectionWait',
      'dispatchDelay',
    ]),
  );
  return { finished: observed, stop: (graceMs) => conductor.stop(graceMs) };
}

function warnings({ baseUrl }: ClosedPlan): Warning[] {
  if (!baseUrl.startsWith('https:')) return [];
  return [
    {
      code: 'tls-unverified',
      message: 'autocannon accepts any certificate: whom it talked to has not been verified.',
      advice: 'use the paced or the k6 engine where that matters.',
    },
  ];
}

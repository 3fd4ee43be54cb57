import { percentiles } from '../../model/histogram.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { invalidReasons } from '../validity.ts';
import type { GeneratorUsage } from './generator-usage.ts';
import { measurement } from './measurement.ts';
import type { Recorder } from './recorder.ts';
import type { ScheduleTimes } from './schedule.ts';

/** Recorded: all that a run left behind. Times are of the clock of performance.now(). */
export interface Recorded {
  readonly plan: LoadPlan;
  readonly recorder: Recorder;
  readonly times: ScheduleTimes;
  /** stretchEndMs: when the schedule ended, by plan or by a stop; endedMs: when the last request had ended too. */
  readonly stretchEndMs: number;
  readonly endedMs: number;
  readonly stopped: boolean;
  readonly journeys: { readonly begun: number; readonly empty: number };
  readonly usage: GeneratorUsage;
  /** warmUpEnd: why the warm-up ended, where a rule ended it. */
  readonly warmUpEnd?: LoadObservation['warmUpEnd'] | undefined;
  /** axisMs turns a time into one of the run's axis. */
  readonly axisMs: (atMs: number) => number;
}

/** observationOf computes what an engine reports from what was recorded. */
export function observationOf(recorded: Recorded): LoadObservation {
  const { plan, recorder, times, axisMs, usage, warmUpEnd } = recorded;
  const measured = measurement(recorder.measured, times.measuredFromMs, recorded.stretchEndMs);
  const reasons = invalidReasons({
    offeredRps: measured.offeredRps,
    achievedRps: measured.achievedRps,
    dispatchDelay: recorder.measured.anyDispatchDelay,
    cpuShare: usage.cpuShare,
    measured: measured.ledger,
    warmUp: recorder.warmUp,
    shortages: [...recorder.shortages],
    warmUpEnd,
  });
  return {
    kind: 'load',
    engine: 'paced',
    load: plan.load,
    responseTimeFrom: 'scheduled-start',
    scenario: plan.scenario.name,
    seed: plan.seed,
    maxInFlight: plan.maxInFlight,
    timeoutMs: plan.timeoutMs,
    startedAtMs: axisMs(times.startMs),
    measuredFromMs: axisMs(times.measuredFromMs),
    ...(warmUpEnd && { warmUpEnd }),
    endedAtMs: axisMs(recorded.endedMs),
    stopped: recorded.stopped ? 'asked' : 'no',
    journeys: journeys(recorded),
    measured,
    warmUp: recorder.warmUp,
    steps: steps(recorded),
    timelineStepMs: recorder.timeline.stepMs,
    timeline: recorder.timeline
      .points(recorded.stretchEndMs)
      .map((point) => ({ ...point, atMs: axisMs(times.startMs + point.atMs) })),
    instances: instances(recorded),
    generator: usage,
    failureExamples: recorder.examples.map((example) => ({ ...example, atMs: axisMs(example.atMs) })),
    valid: reasons.length === 0,
    invalidReasons: reasons,
    warnings: [],
  };
}

function journeys({ journeys: { begun, empty }, recorder }: Recorded): LoadObservation['journeys'] {
  const { completed, endedEarly, broken } = recorder.measured.journeys;
  const ended = completed + empty + endedEarly + broken;
  return { scheduled: begun, completed: completed + empty, endedEarly, broken, cutOff: begun - ended };
}

function steps({ plan, recorder }: Recorded): LoadObservation['steps'] {
  return plan.scenario.steps.map(({ name }, index) => {
    const { requests, ok, rejected, failed, responseTime } = recorder.measured.steps[index]!;
    return { name, requests, ok, rejected, failed, responseTimeMs: percentiles(responseTime) };
  });
}

function instances({ recorder, axisMs }: Recorded): LoadObservation['instances'] {
  return [...recorder.instances.counts].map(([instance, { answers, firstAnswerAtMs, lastAnswerAtMs }]) => ({
    instance,
    answers,
    firstAnswerAtMs: axisMs(firstAnswerAtMs),
    lastAnswerAtMs: axisMs(lastAnswerAtMs),
  }));
}

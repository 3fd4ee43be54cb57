import exec from 'k6/execution';
import type { Witness } from './journey.ts';
import type { ReadyStep } from './steps.ts';

/**
 * What the engine is told, a line per event on the console, its fields separated by tabs; times are milliseconds since
 * k6's start, as it counts them.
 *   ~a  time, wall clock, start        once per virtual user: what the times mean, and when its scenario started
 *   ~s  id, time, step, first          just before a request is sent
 *   ~e  id, time, status, error code, duration, blocked, receiving, kind, journey's end, instance, detail, journal
 *   ~x                                 a journey that made no request
 */
const tab = '\t';

/** nowMs: since k6's start. */
export const nowMs = (): number => exec.instance.currentTestRunDuration;

/** scenarioStartMs: when the present scenario started, to a millisecond, which is how k6 tells it. */
export const scenarioStartMs = (): number => exec.scenario.startTime - Date.now() + nowMs();

/** tellClock says once per virtual user how its times relate to the wall clock. */
export function tellClock(): void {
  if (exec.vu.iterationInInstance === 0)
    console.log(['~a', nowMs(), Date.now(), scenarioStartMs()].join(tab));
}

/** tellEmpty says that a journey made no request. */
export function tellEmpty(): void {
  console.log('~x');
}

/**
 * tellingWitness tells of every request; the load's time is over at overMs since k6's start. `scheduled`: journeys start
 * by a schedule.
 */
export function tellingWitness(
  idPrefix: string,
  journey: string,
  overMs: number,
  scheduled: boolean,
  steps: readonly ReadyStep[],
): Witness {
  const idOf = (stepIndex: number): string => `${journey}-${stepIndex}`;
  return {
    // What was scheduled in time is sent, however late.
    isOver: (first) => !(first && scheduled) && nowMs() >= overMs,
    sending(stepIndex, first) {
      console.log(['~s', idOf(stepIndex), nowMs(), stepIndex, first ? 1 : 0].join(tab));
      return idPrefix + idOf(stepIndex);
    },
    answered(stepIndex, { response, verdict }, variables, end) {
      const endedMs = nowMs();
      const { status, error_code: code, timings, headers } = response;
      const journal = verdict.primary ? steps[stepIndex]?.journal(variables) : undefined;
      const fields = ['~e', idOf(stepIndex), endedMs, status, code, timings.duration, timings.blocked];
      fields.push(timings.receiving, verdict.kind, end ?? '', headers['X-Instance-Id'] ?? '');
      fields.push(JSON.stringify(verdict.detail), journal === undefined ? '' : JSON.stringify(journal));
      console.log(fields.join(tab));
    },
  };
}

import type { RunEvents } from '../../load/model/run-events.ts';
import type { Progress } from '../../load/runner/progress.ts';

/** both tells two what goes on: the screen, and a page. */
export function both(first: Progress, second: Progress): Progress {
  const each = [first, second];
  return {
    begin: (step) => each.forEach((one) => one.begin(step)),
    tell: (line) => each.forEach((one) => one.tell(line)),
    end: (outcome) => each.forEach((one) => one.end(outcome)),
    ...eventsTo(each),
  };
}

/** alsoTelling tells what happens in a run to one more listener. */
export function alsoTelling(progress: Progress, listener: RunEvents): Progress {
  return { ...progress, ...eventsTo([progress, listener]) };
}

function eventsTo(each: readonly Partial<RunEvents>[]): RunEvents {
  return {
    begun: (run) => each.forEach((one) => one.begun?.(run)),
    experiment: (experiment) => each.forEach((one) => one.experiment?.(experiment)),
    second: (told, load) => each.forEach((one) => one.second?.(told, load)),
    loaded: (observation) => each.forEach((one) => one.loaded?.(observation)),
    marked: (marker) => each.forEach((one) => one.marked?.(marker)),
    glimpsed: (part) => each.forEach((one) => one.glimpsed?.(part)),
    measured: (figures, experiment) => each.forEach((one) => one.measured?.(figures, experiment)),
  };
}

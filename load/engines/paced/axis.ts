import { runClockFrom } from '../../model/clock.ts';
import type { LoadPlan } from '../../model/load-plan.ts';

/** runAxis gives a function that turns a time of performance.now() into one of the run's axis: the two differ by a constant. */
export function runAxis({ clock }: Pick<LoadPlan, 'clock'>): (atMs: number) => number {
  const offsetMs = runClockFrom(clock.startedAt, clock.originNs).nowMs() - performance.now();
  return (atMs) => atMs + offsetMs;
}

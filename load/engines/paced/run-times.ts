import type { LoadPlan } from '../../model/load-plan.ts';
import type { ScheduleTimes } from './schedule.ts';

/**
 * RunTimes: the times of a load whose warm-up may end before its limit. Whoever needs a time asks for it when it is
 * needed.
 */
export class RunTimes implements ScheduleTimes {
  readonly startMs: number;
  measuredFromMs: number;
  endMs: number;

  /** A whole millisecond to begin with keeps sums exact: no start slips over a boundary by a rounding error. */
  constructor(nowMs: number, plan: Pick<LoadPlan, 'warmUpMs' | 'untilSteady' | 'durationMs'>) {
    this.startMs = Math.ceil(nowMs);
    this.measuredFromMs = this.startMs + Math.max(plan.warmUpMs, plan.untilSteady?.mostMs ?? 0);
    this.endMs = this.measuredFromMs + plan.durationMs;
  }

  /** measureFrom ends the warm-up at the first whole millisecond from `nowMs` on, when nothing has been scheduled yet. */
  measureFrom(nowMs: number): void {
    const durationMs = this.endMs - this.measuredFromMs;
    this.measuredFromMs = Math.min(this.measuredFromMs, Math.ceil(nowMs));
    this.endMs = this.measuredFromMs + durationMs;
  }
}

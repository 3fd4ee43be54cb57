import { newHistogram, recordMs } from '../../model/histogram.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import { steadyState } from '../../../stats/steady-state.ts';
import type { TimelineOutcome } from './timeline.ts';

/** WarmUpEnd: why a warm-up that a rule ends is over. */
export type WarmUpEnd = NonNullable<LoadObservation['warmUpEnd']>;

/**
 * tolerances: what may still change within a window. A median of a hundred answers of a millisecond swings by some 0.2 ms
 * on a quiet machine of two cores, and a twentieth of a budget decides nothing, so that less is of no account.
 */
const tolerances = { answered: 0.05, medianMs: 0.1, smallestMs: 0.25, smallestShareOfBudget: 0.05 } as const;

/** fewestPerSlot: answers that a median is taken of. */
const fewestPerSlot = 30;

/** slotMs: how long one value of the watch is: a second, or as long as some thirty requests take to come. */
export function slotMs(ratePerSecond: number): number {
  return Math.max(1000, (fewestPerSlot * 1000) / ratePerSecond);
}

/**
 * WarmUpWatch looks, slot by slot, whether a load is steady: the share of what was scheduled that was answered, and the
 * median of response time. The rule is that of steadyState.
 */
export class WarmUpWatch {
  readonly #smallestMs: number;
  readonly #answered: number[] = [];
  readonly #medianMs: number[] = [];
  readonly #responseTime = newHistogram();
  #slot = { scheduled: 0, ok: 0 };

  /** budgetMs: what the median will be held against, if anything. */
  constructor(budgetMs = 0) {
    this.#smallestMs = Math.max(tolerances.smallestMs, budgetMs * tolerances.smallestShareOfBudget);
  }

  scheduled(): void {
    this.#slot.scheduled += 1;
  }

  ended(outcome: TimelineOutcome, responseTimeMs: number): void {
    if (outcome !== 'ok') return;
    this.#slot.ok += 1;
    recordMs(this.#responseTime, responseTimeMs);
  }

  /** closeSlot ends a slot, and says whether the load is steady by now. */
  closeSlot(): WarmUpEnd {
    const { scheduled, ok } = this.#slot;
    this.#answered.push(scheduled === 0 ? 0 : ok / scheduled);
    this.#medianMs.push(ok === 0 ? 0 : this.#responseTime.getValueAtPercentile(50) / 1000);
    this.#slot = { scheduled: 0, ok: 0 };
    this.#responseTime.reset();
    const { steady, reason } = steadyState([
      { name: 'share answered', values: this.#answered, tolerance: tolerances.answered },
      {
        name: 'median response time in ms',
        values: this.#medianMs,
        tolerance: tolerances.medianMs,
        smallestChange: this.#smallestMs,
      },
    ]);
    return { steady, reason };
  }
}

import { newHistogram, recordMs } from '../../model/histogram.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { steadyState, type WatchedSeries } from '../../../stats/steady-state.ts';
import type { TimelineOutcome } from './timeline.ts';

/** WarmUpEnd: why a warm-up that a rule ends is over. */
export type WarmUpEnd = NonNullable<LoadObservation['warmUpEnd']>;

/**
 * tolerances: what may still change within a window. The share that is answered of what is asked for depends on nothing
 * but the system; requests on connections that wait also slow down with every other thing that the machine does.
 * A median of a hundred answers of a millisecond swings by some 0.2 ms on a quiet machine of two cores, and a twentieth
 * of a budget decides nothing, so that less is of no account.
 */
const tolerances = {
  answered: 0.05,
  perSecond: 0.1,
  medianMs: 0.1,
  smallestMs: 0.25,
  smallestShareOfBudget: 0.05,
} as const;

/** slotsPerWindow: values that a window has, and the fewest that it may have where requests are rare. */
const slotsPerWindow = { usual: 10, fewest: 5 } as const;

/** fewestPerSlot: requests that a median is taken of. */
const fewestPerSlot = 30;

/** watchFor gives what ends the warm-up of a plan that has a rule for it; startMs: when its load begins. */
export function watchFor(plan: LoadPlan, startMs: number): WarmUpWatch | undefined {
  const { untilSteady, load, budgets } = plan;
  if (untilSteady === undefined) return undefined;
  return new WarmUpWatch(load.model, untilSteady.windowMs, startMs, budgets?.p50Ms);
}

/**
 * WarmUpWatch looks, slot by slot, whether a load is steady, by the rule of steadyState: its median response time, and
 * its throughput, which is the share answered of what was scheduled in the open model, and answers per second in the
 * closed one. A slot is a tenth of a window, or as long as thirty requests take to come. Times are of any clock in
 * milliseconds.
 */
export class WarmUpWatch {
  /** lookMs: how far apart looks are, the shortest slot. */
  readonly lookMs: number;
  readonly #model: LoadPlan['load']['model'];
  readonly #windowMs: number;
  readonly #smallestMs: number;
  readonly #startMs: number;
  readonly #throughput: number[] = [];
  readonly #medianMs: number[] = [];
  readonly #responseTime = newHistogram();
  #slot: { fromMs: number; scheduled: number; ok: number };

  /** budgetMs: what the median will be held against, if anything. */
  constructor(model: LoadPlan['load']['model'], windowMs: number, startMs: number, budgetMs = 0) {
    [this.#model, this.#windowMs, this.#startMs] = [model, windowMs, startMs];
    this.#smallestMs = Math.max(tolerances.smallestMs, budgetMs * tolerances.smallestShareOfBudget);
    this.lookMs = windowMs / slotsPerWindow.usual;
    this.#slot = { fromMs: startMs, scheduled: 0, ok: 0 };
  }

  scheduled(): void {
    this.#slot.scheduled += 1;
  }

  ended(outcome: TimelineOutcome, responseTimeMs: number): void {
    if (outcome !== 'ok') return;
    this.#slot.ok += 1;
    recordMs(this.#responseTime, responseTimeMs);
  }

  /** look ends a slot that holds enough requests by now; to be called every `lookMs`. */
  look(nowMs: number): void {
    if (this.#slot.scheduled >= fewestPerSlot) this.#closeSlot(nowMs);
  }

  /** judge says whether the load is steady, from the slots until now. */
  judge(): WarmUpEnd {
    const slotMs = (this.#slot.fromMs - this.#startMs) / Math.max(1, this.#medianMs.length);
    const { usual, fewest } = slotsPerWindow;
    const window = Math.min(usual, Math.max(fewest, Math.round(this.#windowMs / Math.max(1, slotMs))));
    const { steady, reason } = steadyState(this.#series(), { window });
    return { steady, reason: `${reason} (a value each ${Math.round(slotMs)} ms)` };
  }

  #closeSlot(nowMs: number): void {
    const { fromMs, scheduled, ok } = this.#slot;
    this.#throughput.push(this.#model === 'open' ? ok / scheduled : (ok * 1000) / (nowMs - fromMs));
    this.#medianMs.push(ok === 0 ? 0 : this.#responseTime.getValueAtPercentile(50) / 1000);
    this.#slot = { fromMs: nowMs, scheduled: 0, ok: 0 };
    this.#responseTime.reset();
  }

  #series(): WatchedSeries[] {
    const open = this.#model === 'open';
    return [
      {
        name: open ? 'share answered' : 'requests per second',
        values: this.#throughput,
        tolerance: open ? tolerances.answered : tolerances.perSecond,
      },
      {
        name: 'median response time in ms',
        values: this.#medianMs,
        tolerance: tolerances.medianMs,
        smallestChange: this.#smallestMs,
      },
    ];
  }
}

import { newHistogram, percentileMs, recordMs } from '../../model/histogram.ts';
import type { LoadProgress } from '../../model/load-observation.ts';
import type { TimelineOutcome } from './timeline.ts';

/** SecondCounts: what happened in the last second, and in all, as the parent is told once a second. */
export type SecondCounts = Omit<LoadProgress, 'atMs' | 'phase' | 'inFlight' | 'tally'>;

/** LastSecond counts what happens, whenever it was scheduled, and starts again each time it is read. */
export class LastSecond {
  readonly #totals = { scheduled: 0, ok: 0, rejected: 0, failed: 0 };
  readonly #responseTime = newHistogram();
  #before = { ...this.#totals };

  scheduled(): void {
    this.#totals.scheduled += 1;
  }

  ended(outcome: TimelineOutcome, responseTimeMs: number): void {
    if (outcome !== 'unfinished') this.#totals[outcome] += 1;
    if (outcome === 'ok') recordMs(this.#responseTime, responseTimeMs);
  }

  /** read gives what has happened since it was read last. */
  read(): SecondCounts {
    const [totals, before, times] = [{ ...this.#totals }, this.#before, this.#responseTime];
    const counts = {
      scheduled: totals.scheduled - before.scheduled,
      ok: totals.ok - before.ok,
      rejected: totals.rejected - before.rejected,
      failed: totals.failed - before.failed,
      p50Ms: percentileMs(times, 0.5),
      p90Ms: percentileMs(times, 0.9),
      maxMs: times.totalCount === 0 ? null : times.maxValue / 1000,
      totals,
    };
    this.#before = totals;
    times.reset();
    return counts;
  }
}

import type { LoadTally } from '../../model/load-tally.ts';
import { ownMetrics } from '../../model/own-metrics.ts';
import type { Buckets } from '../../model/own-sample.ts';
import type { Stamped } from './exchange.ts';

/** PhaseTimes counts the times of the answers of one phase into buckets. */
export class PhaseTimes {
  readonly #responseTime = new BucketCounter(ownMetrics.responseTime.buckets);
  readonly #serviceTime = new BucketCounter(ownMetrics.serviceTime.buckets);
  readonly #dispatchDelay = new BucketCounter(ownMetrics.dispatchDelay.buckets);

  /** ok counts an answer; its times are of any clock in milliseconds. */
  ok({ planned: { scheduledMs }, handedMs, writtenMs, endedMs }: Stamped): void {
    this.#responseTime.add(endedMs - scheduledMs);
    this.#serviceTime.add(endedMs - writtenMs);
    this.#dispatchDelay.add(handedMs - scheduledMs);
  }

  /** read gives what was counted until now. */
  read(): Omit<LoadTally['measuring'], 'ledger'> {
    return {
      responseTime: this.#responseTime.read(),
      serviceTime: this.#serviceTime.read(),
      dispatchDelay: this.#dispatchDelay.read(),
    };
  }
}

/** BucketCounter counts durations in milliseconds into buckets by their upper bounds in seconds. */
export class BucketCounter {
  readonly #boundsMs: readonly number[];
  readonly #counts: number[];
  #sumMs = 0;

  constructor(boundsSeconds: readonly number[]) {
    this.#boundsMs = boundsSeconds.map((bound) => bound * 1000);
    this.#counts = Array.from({ length: boundsSeconds.length + 1 }, () => 0);
  }

  add(durationMs: number): void {
    this.#counts[this.#bucketOf(durationMs)]! += 1;
    this.#sumMs += Math.max(0, durationMs);
  }

  read(): Buckets & { counts: number[] } {
    return { counts: [...this.#counts], sum: this.#sumMs / 1000 };
  }

  /** bucketOf: the first whose bound is not below the duration; after all bounds, the last. */
  #bucketOf(durationMs: number): number {
    let [low, high] = [0, this.#boundsMs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#boundsMs[middle]! < durationMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

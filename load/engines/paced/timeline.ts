import type { Histogram } from 'hdr-histogram-js';
import { newHistogram, percentileMs, recordMs } from '../../model/histogram.ts';
import type { TimelinePoint } from '../../model/load-observation.ts';

/** Counts of one second of the load, by scheduled start. */
type Counts = Pick<TimelinePoint, 'scheduled' | 'sent' | 'ok' | 'rejected' | 'failed'>;

interface OpenSecond extends Counts {
  readonly index: number;
  unfinished: number;
  readonly responseTime: Histogram;
}

/** TimelineOutcome: how a request ended, as the timeline counts it. */
export type TimelineOutcome = 'ok' | 'rejected' | 'failed' | 'unfinished';

/**
 * Timeline counts a load second by second, by scheduled start. A second is closed, and its histogram used again, once
 * all its requests have ended, so that memory is bounded by the time-out and not by the length of the load.
 */
export class Timeline {
  readonly #startMs: number;
  readonly #open = new Map<number, OpenSecond>();
  readonly #closed: TimelinePoint[] = [];
  readonly #seen = new Set<number>();
  readonly #spare: Histogram[] = [];

  /** startMs: the load's beginning; the points are given relative to it. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  scheduled(atMs: number): void {
    this.#second(atMs).scheduled += 1;
  }

  sent(atMs: number): void {
    this.#second(atMs).sent += 1;
  }

  /** ended counts the end of a request that was scheduled for `atMs`; only the times of `ok` enter the percentiles. */
  ended(atMs: number, outcome: TimelineOutcome, responseTimeMs: number): void {
    const second = this.#second(atMs);
    second[outcome] += 1;
    if (outcome === 'ok') recordMs(second.responseTime, responseTimeMs);
  }

  /** settle closes the seconds that wait for no answer; all that is scheduled before `upToMs` has been counted. */
  settle(upToMs: number): void {
    const current = this.#index(upToMs);
    for (const second of this.#open.values()) {
      if (second.index < current && waitsFor(second) === 0) this.#close(second);
    }
  }

  /** points closes every second and gives them all up to `endMs`, in order; `atMs` is since the load's beginning. */
  points(endMs: number): TimelinePoint[] {
    for (let atMs = this.#startMs; atMs < endMs; atMs += 1000) {
      if (!this.#seen.has(this.#index(atMs))) this.#second(atMs);
    }
    for (const second of this.#open.values()) this.#close(second);
    return this.#closed.sort((a, b) => a.atMs - b.atMs);
  }

  #index(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / 1000);
  }

  #second(atMs: number): OpenSecond {
    const index = this.#index(atMs);
    let second = this.#open.get(index);
    if (second === undefined) {
      const responseTime = this.#spare.pop() ?? newHistogram();
      second = { index, scheduled: 0, sent: 0, ok: 0, rejected: 0, failed: 0, unfinished: 0, responseTime };
      this.#open.set(index, second);
      this.#seen.add(index);
    }
    return second;
  }

  #close(second: OpenSecond): void {
    const { index, scheduled, sent, ok, rejected, failed, responseTime } = second;
    this.#open.delete(index);
    this.#closed.push({
      atMs: index * 1000,
      scheduled,
      sent,
      ok,
      rejected,
      failed,
      p50Ms: percentileMs(responseTime, 0.5),
      p90Ms: percentileMs(responseTime, 0.9),
      maxMs: responseTime.totalCount === 0 ? null : responseTime.maxValue / 1000,
    });
    responseTime.reset();
    this.#spare.push(responseTime);
  }
}

function waitsFor(second: OpenSecond): number {
  return second.sent - second.ok - second.rejected - second.failed - second.unfinished;
}

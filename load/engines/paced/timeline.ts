import type { Histogram } from 'hdr-histogram-js';
import { newHistogram, percentileMs, recordMs } from '../../model/histogram.ts';
import type { TimelinePoint } from '../../model/load-observation.ts';

/** mostPoints of a timeline: as many as a wide screen shows. */
const mostPoints = 900;

/** timelineStepMs: the fewest whole seconds in which a load of that length has no more than 900 points. */
export function timelineStepMs(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / 1000 / mostPoints)) * 1000;
}

/** Counts of one step of the load, by scheduled start. */
type Counts = Pick<TimelinePoint, 'scheduled' | 'sent' | 'ok' | 'rejected' | 'failed'>;

interface OpenStep extends Counts {
  readonly index: number;
  unfinished: number;
  readonly responseTime: Histogram;
}

/** TimelineOutcome: how a request ended, as the timeline counts it. */
export type TimelineOutcome = 'ok' | 'rejected' | 'failed' | 'unfinished';

/**
 * Timeline counts a load step by step, by scheduled start. A step is closed, and its histogram used again, once all its
 * requests have ended, so that memory is bounded by the time-out and not by the length of the load.
 */
export class Timeline {
  readonly stepMs: number;
  readonly #startMs: number;
  readonly #open = new Map<number, OpenStep>();
  readonly #closed: TimelinePoint[] = [];
  readonly #seen = new Set<number>();
  readonly #spare: Histogram[] = [];

  /** startMs: the load's beginning; the points are given relative to it. */
  constructor(startMs: number, stepMs = 1000) {
    this.#startMs = startMs;
    this.stepMs = stepMs;
  }

  scheduled(atMs: number): void {
    this.#step(atMs).scheduled += 1;
  }

  sent(atMs: number): void {
    this.#step(atMs).sent += 1;
  }

  /** ended counts the end of a request that was scheduled for `atMs`; only the times of `ok` enter the percentiles. */
  ended(atMs: number, outcome: TimelineOutcome, responseTimeMs: number): void {
    const step = this.#step(atMs);
    step[outcome] += 1;
    if (outcome === 'ok') recordMs(step.responseTime, responseTimeMs);
  }

  /** settle closes the steps that wait for no answer; all that is scheduled before `upToMs` has been counted. */
  settle(upToMs: number): void {
    const current = this.#index(upToMs);
    for (const step of this.#open.values()) {
      if (step.index < current && waitsFor(step) === 0) this.#close(step);
    }
  }

  /** points closes every step and gives them all up to `endMs`, in order; `atMs` is since the load's beginning. */
  points(endMs: number): TimelinePoint[] {
    for (let atMs = this.#startMs; atMs < endMs; atMs += this.stepMs) {
      if (!this.#seen.has(this.#index(atMs))) this.#step(atMs);
    }
    for (const step of this.#open.values()) this.#close(step);
    return this.#closed.sort((a, b) => a.atMs - b.atMs);
  }

  #index(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / this.stepMs);
  }

  #step(atMs: number): OpenStep {
    const index = this.#index(atMs);
    let step = this.#open.get(index);
    if (step === undefined) {
      const responseTime = this.#spare.pop() ?? newHistogram();
      step = { index, scheduled: 0, sent: 0, ok: 0, rejected: 0, failed: 0, unfinished: 0, responseTime };
      this.#open.set(index, step);
      this.#seen.add(index);
    }
    return step;
  }

  #close(step: OpenStep): void {
    const { index, scheduled, sent, ok, rejected, failed, responseTime } = step;
    this.#open.delete(index);
    this.#closed.push({
      atMs: index * this.stepMs,
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

function waitsFor(step: OpenStep): number {
  return step.sent - step.ok - step.rejected - step.failed - step.unfinished;
}

import type { LoadObservation, LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { runAxis } from './axis.ts';
import { markUsage, usageBetween, type UsageMark } from './generator-usage.ts';
import { observationOf } from './observation.ts';
import type { PacedRun } from './paced-run.ts';
import type { Recorder } from './recorder.ts';
import type { RunTimes } from './run-times.ts';
import type { Schedule } from './schedule.ts';
import type { WarmUpEnd, WarmUpWatch } from './warm-up-watch.ts';

/** Score: what a conductor leads through its times. */
export interface Score {
  readonly plan: LoadPlan;
  readonly times: RunTimes;
  readonly schedule: Pick<Schedule, 'firstDueMs' | 'endAt' | 'measuredJourneys'>;
  readonly recorder: Recorder;
  readonly run: Pick<PacedRun, 'pump' | 'inFlight' | 'sendNoMore' | 'giveUp'>;
  /** watch: what ends the warm-up before its limit; without it, the times stand. */
  readonly watch: WarmUpWatch | undefined;
}

/** backlogMs: how long after the end what was due before it is still sent; the rest counts as not sent. */
const backlogMs = 1000;

/**
 * Conductor leads a run through its times: start, end of the warm-up, end of the schedule, last answer. `finished`
 * resolves with what was observed. Times are of the clock of performance.now().
 */
export class Conductor {
  readonly finished: Promise<LoadObservation>;
  readonly #score: Score;
  readonly #axisMs: (atMs: number) => number;
  readonly #resolve: (observation: LoadObservation) => void;
  readonly #timers: NodeJS.Timeout[] = [];
  #measuredFrom: UsageMark | undefined;
  #measuredTo: UsageMark | undefined;
  endMs: number;
  #stopped = false;
  #warmUpEnd: WarmUpEnd | undefined;

  constructor(score: Score, onProgress: (progress: LoadProgress) => void) {
    this.#score = score;
    this.#axisMs = runAxis(score.plan);
    this.endMs = score.times.endMs;
    const { promise, resolve } = Promise.withResolvers<LoadObservation>();
    [this.finished, this.#resolve] = [promise, resolve];
    this.#at(score.times.startMs, score.run.pump);
    if (score.watch === undefined) this.#measureOnTime();
    else this.#watchWarmUp(score.watch);
    this.#timers.push(setInterval(() => this.#eachSecond(onProgress), 1000));
  }

  /** stop ends the schedule now; what is still open after `graceMs` ends as unfinished. May be called again. */
  stop(graceMs?: number): void {
    const nowMs = performance.now();
    if (nowMs < this.endMs) {
      this.#stopped = true;
      this.endMs = nowMs;
      this.#endWarmUpAt(nowMs);
      this.#score.schedule.endAt(nowMs);
      this.#endStretch();
    }
    if (graceMs !== undefined) this.#timers.push(setTimeout(() => this.#score.run.giveUp(), graceMs));
  }

  /** checkIdle ends the run if nothing is open and nothing will be due; to be called whenever that may have come about. */
  checkIdle(): void {
    const { run, schedule } = this.#score;
    if (this.#measuredTo === undefined || run.inFlight > 0) return;
    if (schedule.firstDueMs() < Number.POSITIVE_INFINITY) return;
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#resolve(this.#observe(this.#measuredTo));
  }

  #measureOnTime(): void {
    const { measuredFromMs, endMs } = this.#score.times;
    this.endMs = endMs;
    this.#at(measuredFromMs, () => (this.#measuredFrom = markUsage()));
    this.#at(endMs, () => this.#endStretch());
  }

  /** watchWarmUp asks again and again whether the load is steady; it looks no further once the limit has been reached. */
  #watchWarmUp(watch: WarmUpWatch): void {
    const { times, plan } = this.#score;
    const leastMs = times.startMs + plan.warmUpMs;
    const timer = setInterval(() => {
      if (this.#stopped) return clearInterval(timer);
      const nowMs = performance.now();
      watch.look(nowMs);
      if (nowMs < leastMs) return;
      const end = watch.judge();
      if (!end.steady && nowMs + watch.lookMs <= times.measuredFromMs) return;
      clearInterval(timer);
      this.#warmUpEnd = end;
      if (end.steady) times.measureFrom(nowMs);
      this.#measureOnTime();
    }, watch.lookMs);
    this.#timers.push(timer);
  }

  /** endWarmUpAt: a load that is stopped while a rule decides has not become steady, and has no measured stretch. */
  #endWarmUpAt(nowMs: number): void {
    const { watch, times } = this.#score;
    if (watch === undefined || this.#warmUpEnd !== undefined) return;
    this.#warmUpEnd = { ...watch.judge(), steady: false };
    times.measureFrom(nowMs);
  }

  #endStretch(): void {
    if (this.#measuredTo !== undefined) return;
    this.#measuredTo = markUsage();
    this.#timers.push(setTimeout(() => this.#score.run.sendNoMore(), backlogMs));
    this.#score.run.pump();
  }

  #observe(measuredTo: UsageMark): LoadObservation {
    const { plan, recorder, schedule, times } = this.#score;
    return observationOf({
      plan,
      recorder,
      times,
      stretchEndMs: this.endMs,
      endedMs: performance.now(),
      stopped: this.#stopped,
      journeys: schedule.measuredJourneys,
      usage: usageBetween(this.#measuredFrom ?? measuredTo, measuredTo),
      axisMs: this.#axisMs,
      warmUpEnd: this.#warmUpEnd,
    });
  }

  #eachSecond(onProgress: (progress: LoadProgress) => void): void {
    const { recorder, run, schedule } = this.#score;
    const nowMs = performance.now();
    recorder.timeline.settle(Math.min(nowMs, schedule.firstDueMs()));
    onProgress({
      atMs: this.#axisMs(nowMs),
      phase: this.#phase(nowMs),
      inFlight: run.inFlight,
      ...recorder.lastSecond.read(),
      tally: recorder.tally(schedule.measuredJourneys),
    });
  }

  #phase(nowMs: number): LoadProgress['phase'] {
    if (nowMs >= this.endMs) return 'finishing';
    return nowMs < this.#score.times.measuredFromMs ? 'warm-up' : 'measuring';
  }

  #at(atMs: number, action: () => void): void {
    this.#timers.push(setTimeout(action, Math.max(0, atMs - performance.now())));
  }
}

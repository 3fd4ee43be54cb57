import { emptyLedger } from '../../model/ledger.ts';
import type { LoadTally } from '../../model/load-tally.ts';
import type { Ending, Stamped } from './exchange.ts';
import { shortageOf } from './failure.ts';
import { Instances } from './instances.ts';
import { LastSecond } from './last-second.ts';
import { PhaseTimes } from './phase-times.ts';
import type { ScheduleTimes } from './schedule.ts';
import { count, isFailure, MeasuredStretch } from './stretch.ts';
import { Timeline, timelineStepMs, type TimelineOutcome } from './timeline.ts';
import type { WarmUpWatch } from './warm-up-watch.ts';

/** FailureExample: one of the first failures; `atMs` is the scheduled start. */
export interface FailureExample {
  readonly atMs: number;
  readonly step: string;
  readonly requestId: string;
  readonly kind: string;
  readonly detail: string;
}

const mostExamples = 20;

/**
 * Recorder counts what becomes of every request. A request belongs to the warm-up or to the measured stretch by its
 * scheduled start. Memory does not grow with the number of requests, but for the timeline, which has at most 900 points.
 * Times are of the clock of performance.now().
 */
export class Recorder {
  readonly warmUp = emptyLedger();
  readonly measured: MeasuredStretch;
  readonly timeline: Timeline;
  readonly lastSecond = new LastSecond();
  readonly instances = new Instances();
  readonly examples: FailureExample[] = [];
  /** shortages: what this machine ran out of, such as EMFILE; then the failures are not the server's. */
  readonly shortages = new Set<string>();
  readonly #phaseTimes = { warmUp: new PhaseTimes(), measuring: new PhaseTimes() };
  readonly #times: ScheduleTimes;
  readonly #watch: WarmUpWatch | undefined;

  /** watch is told of everything as well; for a warm-up that ends by a rule. */
  constructor(times: ScheduleTimes, stepCount: number, endMs: () => number, watch?: WarmUpWatch) {
    this.#times = times;
    this.#watch = watch;
    this.measured = new MeasuredStretch(stepCount, times, endMs);
    this.timeline = new Timeline(times.startMs, timelineStepMs(times.endMs - times.startMs));
  }

  scheduled({ scheduledMs }: Stamped['planned']): void {
    this.#ledger(scheduledMs).scheduled += 1;
    this.timeline.scheduled(scheduledMs);
    this.lastSecond.scheduled();
    this.#watch?.scheduled();
  }

  notSent({ scheduledMs }: Stamped['planned']): void {
    this.#ledger(scheduledMs).notSent += 1;
  }

  sent(exchange: Stamped): void {
    const { scheduledMs } = exchange.planned;
    this.timeline.sent(scheduledMs);
    if (this.isMeasured(scheduledMs)) this.measured.sent(exchange);
    else this.warmUp.sent += 1;
  }

  ended(exchange: Stamped, ending: Ending): void {
    const { scheduledMs } = exchange.planned;
    const outcome: TimelineOutcome = isFailure(ending.kind) ? 'failed' : ending.kind;
    const responseTimeMs = exchange.endedMs - scheduledMs;
    this.timeline.ended(scheduledMs, outcome, responseTimeMs);
    this.lastSecond.ended(outcome, responseTimeMs);
    this.#watch?.ended(outcome, responseTimeMs);
    const isMeasured = this.isMeasured(scheduledMs);
    if (isMeasured) this.measured.ended(exchange, ending);
    else count(this.warmUp, ending.kind);
    if (outcome === 'ok') this.#phaseTimes[isMeasured ? 'measuring' : 'warmUp'].ok(exchange);
    if (exchange.instance !== undefined) this.instances.answered(exchange.instance, exchange.endedMs);
    if ('detail' in ending) this.#failed(exchange, ending.kind, ending.detail);
  }

  #failed({ planned, requestId }: Stamped, kind: string, detail: string): void {
    const shortage = shortageOf(detail);
    if (shortage !== undefined) this.shortages.add(shortage);
    if (this.examples.length < mostExamples) {
      this.examples.push({ atMs: planned.scheduledMs, step: planned.step.name, requestId, kind, detail });
    }
  }

  /** tally: all that was counted until now; `begun` are the journeys of the measured stretch, `empty` ones had no request. */
  tally({ begun, empty }: { readonly begun: number; readonly empty: number }): LoadTally {
    const { completed, endedEarly, broken } = this.measured.journeys;
    return {
      warmUp: { ledger: this.warmUp, ...this.#phaseTimes.warmUp.read() },
      measuring: { ledger: this.measured.ledger, ...this.#phaseTimes.measuring.read() },
      journeys: { begun, completed: completed + empty, endedEarly, broken },
    };
  }

  /** isMeasured: a request scheduled for then counts to the measured stretch. */
  isMeasured(scheduledMs: number): boolean {
    return scheduledMs >= this.#times.measuredFromMs;
  }

  #ledger(scheduledMs: number): ReturnType<typeof emptyLedger> {
    return this.isMeasured(scheduledMs) ? this.measured.ledger : this.warmUp;
  }
}

import type { LoadObservation, LoadProgress } from '../../model/load-observation.ts';
import type { LoadPlan } from '../../model/load-plan.ts';
import { Problem } from '../../model/problem.ts';
import type { JournalEntry } from '../engine.ts';
import { runAxis } from '../paced/axis.ts';
import type { EngineHost, RunningLoad } from '../process/run-in-process.ts';
import { Fold } from './fold.ts';
import { Generator } from './generator.ts';
import { startK6, type K6End, type K6Order } from './k6-process.ts';
import { observationOfK6 } from './observation.ts';
import { readSummary } from './summary.ts';
import type { Told, ToldClock } from './told.ts';

/** patienceMs: for what the script has still to tell after its time, before k6 is told to end. */
const patienceMs = 5000;

/**
 * K6Run leads k6 through a plan. k6 cannot be asked to send no more and let the rest finish: a stop only moves the end
 * forward, waits until what counts has ended while k6 goes on with what does not, and then ends k6.
 */
export class K6Run implements RunningLoad {
  /** finished gives the observation. It rejects with a Problem where k6 ended without a result. */
  readonly finished: Promise<LoadObservation>;
  readonly #order: K6Order;
  readonly #plan: LoadPlan;
  readonly #host: EngineHost;
  readonly #axisMs: (atMs: number) => number;
  readonly #k6: ReturnType<typeof startK6>;
  readonly #generator: Generator;
  readonly #timers: NodeJS.Timeout[] = [];
  /** fold: once k6 has told its time. */
  #fold: Fold | undefined;
  #stopped = false;

  constructor(plan: LoadPlan, order: K6Order, host: EngineHost) {
    [this.#plan, this.#order, this.#host, this.#axisMs] = [plan, order, host, runAxis(plan)];
    this.#k6 = startK6(order, (told) => this.#take(told));
    this.#generator = new Generator(this.#k6.child.pid ?? -1);
    this.finished = this.#observe();
  }

  /** stop brings the end forward to now; what is still open after `graceMs` ends as unfinished. May be called again. */
  stop(graceMs: number = this.#plan.timeoutMs + patienceMs): void {
    const nowMs = performance.now();
    if (this.#fold === undefined || nowMs < this.#fold.endMs) {
      this.#stopped = true;
      this.#fold?.stopAt(nowMs);
      this.#generator.markEnd();
    }
    if (!this.#stopped) return;
    this.#timers.push(setTimeout(() => this.#interrupt(), graceMs));
    this.#endIfIdle();
  }

  /** kill ends k6 at once. */
  kill(): void {
    this.#k6.child.kill('SIGKILL');
  }

  async #observe(): Promise<LoadObservation> {
    const end = await this.#k6.ended;
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#fold?.giveUp();
    const summary = await readSummary(this.#order.summaryFile);
    if (!isResult(end, this.#stopped) || summary === undefined || this.#fold === undefined)
      throw problemOf(end, this.#order.program);
    return observationOfK6({
      ...this.#fold.read(),
      plan: this.#plan,
      endedMs: performance.now(),
      stopped: this.#stopped,
      summary,
      thresholdsCrossed: end.code === exitCodes.thresholds,
      usage: this.#generator.usage(),
      axisMs: this.#axisMs,
    });
  }

  /** Each of k6's virtual users tells its time; the first fixes the axis. */
  #take(told: Told): void {
    if (told.event === 'clock') this.#fold ??= this.#begin(told);
    else this.#fold?.take(told);
  }

  #begin(first: ToldClock): Fold {
    const fold = new Fold(
      {
        plan: this.#plan,
        idPrefix: this.#order.idPrefix,
        onJournal: (entry, atMs) =>
          this.#host.onJournal({ ...entry, atMs: this.#axisMs(atMs) } as JournalEntry),
        onIdle: () => this.#endIfIdle(),
      },
      first,
    );
    if (this.#stopped) fold.stopAt(performance.now());
    this.#timers.push(
      setTimeout(() => this.#generator.markStart(), untilMs(fold.times.measuredFromMs)),
      setTimeout(() => this.#generator.markEnd(), untilMs(fold.times.endMs)),
      setInterval(() => this.#eachSecond(fold), 1000),
    );
    this.#host.onBegin();
    return fold;
  }

  #endIfIdle(): void {
    if (this.#stopped && (this.#fold?.inFlight ?? 0) === 0) this.#interrupt();
  }

  #interrupt(): void {
    this.#fold?.interrupt();
    this.#k6.child.kill('SIGINT');
  }

  #eachSecond(fold: Fold): void {
    const { recorder, times, journeys, endMs } = fold.read();
    const nowMs = performance.now();
    this.#generator.look();
    recorder.timeline.settle(nowMs);
    this.#host.onProgress({
      atMs: this.#axisMs(nowMs),
      phase: phaseAt(nowMs, times.measuredFromMs, endMs),
      inFlight: fold.inFlight,
      ...recorder.lastSecond.read(),
      tally: recorder.tally(journeys),
    });
  }
}

function phaseAt(nowMs: number, measuredFromMs: number, endMs: number): LoadProgress['phase'] {
  if (nowMs >= endMs) return 'finishing';
  return nowMs < measuredFromMs ? 'warm-up' : 'measuring';
}

/** exitCodes of k6 that are told apart (k6 documentation, exit codes). */
const exitCodes = { thresholds: 99, interrupted: 105, exception: 107, aborted: 108 } as const;

function isResult({ code }: K6End, stopped: boolean): boolean {
  return code === 0 || code === exitCodes.thresholds || (stopped && code === exitCodes.interrupted);
}

function problemOf({ code, signal, said }: K6End, program: string): Problem {
  const how =
    {
      [exitCodes.interrupted]: 'somebody interrupted it (exit code 105)',
      [exitCodes.exception]: 'its script threw (exit code 107)',
      [exitCodes.aborted]: 'its script gave up (exit code 108)',
    }[code ?? -1] ?? (signal === null ? `exit code ${code}` : `signal ${signal}`);
  return new Problem('harness', `${program} ended without a result: ${how}.`, {
    next: 'read what it said below.',
    ...(said === '' ? {} : { detail: said }),
  });
}

function untilMs(atMs: number): number {
  return Math.max(0, atMs - performance.now());
}

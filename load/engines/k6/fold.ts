import type { LoadPlan } from '../../model/load-plan.ts';
import type { JournalEntry } from '../engine.ts';
import type { Ending, Stamped } from '../paced/exchange.ts';
import { Recorder } from '../paced/recorder.ts';
import type { ScheduleTimes } from '../paced/schedule.ts';
import { failureOf } from './failure.ts';
import type { Told, ToldClock, ToldEnd, ToldSend } from './told.ts';

/** FoldParts: what a fold is given; times are of the clock of performance.now(). */
export interface FoldParts {
  readonly plan: LoadPlan;
  readonly idPrefix: string;
  readonly onJournal: (entry: Omit<JournalEntry, 'atMs'>, atMs: number) => void;
  /** onIdle is called whenever no request that counts is open. */
  readonly onIdle: () => void;
}

/** Folded: what has been counted. */
export interface Folded {
  readonly recorder: Recorder;
  readonly times: ScheduleTimes;
  /** endMs: when the load's time was over, by plan or by a stop. */
  readonly endMs: number;
  /** journeys begun after the warm-up. */
  readonly journeys: { readonly begun: number; readonly empty: number };
  /** started: journeys of k6's scenario after the warm-up, whenever it came to them. */
  readonly started: number;
  /** told: requests whose end has been told, whether they count or not. */
  readonly told: number;
}

/**
 * Fold counts what k6's script tells, event by event, as the recorder of every engine does: memory is bounded by what is
 * open at once. Requests that are sent after the end do not count. It begins with the first time that k6 tells.
 */
export class Fold {
  readonly times: ScheduleTimes;
  readonly #parts: FoldParts;
  readonly #recorder: Recorder;
  /** offsetMs: from k6's times to those of performance.now(). */
  readonly #offsetMs: number;
  readonly #open = new Map<string, Stamped & { readonly counts: boolean }>();
  /** underWay: journeys that began after the warm-up and have not ended. */
  readonly #underWay = new Set<string>();
  readonly #journeys = { begun: 0, empty: 0 };
  #counted = 0;
  #started = 0;
  #told = 0;
  #endMs: number;
  #stopped = false;
  #interrupted = false;

  constructor(parts: FoldParts, first: ToldClock) {
    const { warmUpMs, durationMs, scenario } = parts.plan;
    this.#parts = parts;
    // k6's wall clock is in whole milliseconds.
    this.#offsetMs = first.wallMs - first.atMs - performance.timeOrigin;
    const startMs = Math.min(first.startedAtMs, first.atMs) + this.#offsetMs;
    const measuredFromMs = startMs + warmUpMs;
    this.times = { startMs, measuredFromMs, endMs: measuredFromMs + durationMs };
    this.#endMs = this.times.endMs;
    this.#recorder = new Recorder(this.times, scenario.steps.length, () => this.#endMs);
  }

  /** endMs: when the load's time is over. */
  get endMs(): number {
    return this.#endMs;
  }

  /** inFlight: open requests that count. */
  get inFlight(): number {
    return this.#counted;
  }

  /** read gives what has been counted so far. */
  read(): Folded {
    return {
      recorder: this.#recorder,
      times: this.times,
      endMs: this.#endMs,
      journeys: this.#journeys,
      started: this.#started,
      told: this.#told,
    };
  }

  take(told: Told): void {
    if (told.event === 'send') this.#send(told);
    else if (told.event === 'end') this.#end(told);
    else if (told.event === 'empty' && this.#isMeasured(performance.now())) {
      this.#started += 1;
      this.#journeys.begun += 1;
      this.#journeys.empty += 1;
    }
  }

  /** stopAt brings the end forward: what is sent from then on does not count. */
  stopAt(endMs: number): void {
    [this.#stopped, this.#endMs] = [true, endMs];
  }

  /** interrupt: k6 has been told to end, so that what fails now was not the server's doing. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** giveUp ends every open request as unfinished. */
  giveUp(): void {
    for (const [id, request] of this.#open) {
      this.#open.delete(id);
      if (!request.counts) continue;
      this.#counted -= 1;
      this.#recorder.ended({ ...request, endedMs: performance.now() }, { kind: 'unfinished' });
    }
  }

  /** The script sends within the plan's time by k6's clocks, which agree with each other to a millisecond or two. */
  #within(sentMs: number): number {
    const latestMs = this.#stopped ? sentMs : Math.min(sentMs, this.#endMs - 0.001);
    return Math.max(latestMs, this.times.startMs);
  }

  #isMeasured(atMs: number): boolean {
    return atMs < this.#endMs && this.#recorder.isMeasured(atMs);
  }

  #send({ id, atMs, stepIndex, first }: ToldSend): void {
    const sentMs = this.#within(atMs + this.#offsetMs);
    const planned = { scheduledMs: sentMs, stepIndex, step: this.#parts.plan.scenario.steps[stepIndex]! };
    const request = {
      planned,
      requestId: this.#parts.idPrefix + id,
      handedMs: sentMs,
      writtenMs: sentMs,
      endedMs: Number.NaN,
      status: 0,
      instance: undefined,
      counts: sentMs < this.#endMs,
    };
    this.#open.set(id, request);
    if (first && id.startsWith('m')) this.#started += 1;
    if (!request.counts) return;
    this.#counted += 1;
    if (first && this.#isMeasured(sentMs)) {
      this.#journeys.begun += 1;
      this.#underWay.add(journeyOf(id));
    }
    this.#recorder.scheduled(planned);
    this.#recorder.sent(request);
  }

  #end(told: ToldEnd): void {
    this.#told += 1;
    const request = this.#open.get(told.id);
    if (request === undefined) return;
    this.#open.delete(told.id);
    const ended = { ...request, ...stamps(told, request.handedMs, this.#offsetMs) };
    if (told.journal !== undefined) {
      const { planned, requestId } = ended;
      this.#parts.onJournal({ ...told.journal, step: planned.step.name, requestId }, ended.endedMs);
    }
    if (request.counts) this.#count(ended, told);
  }

  #count(request: Stamped, told: ToldEnd): void {
    this.#counted -= 1;
    const ending = this.#endingOf(told);
    this.#recorder.ended(request, ending);
    const { journeyEnd } = told;
    if (
      journeyEnd !== undefined &&
      ending.kind !== 'unfinished' &&
      this.#underWay.delete(journeyOf(told.id))
    ) {
      this.#recorder.measured.journeys[journeyEnd] += 1;
    }
    if (this.#counted === 0) this.#parts.onIdle();
  }

  #endingOf(told: ToldEnd): Ending {
    const { kind, detail } = told;
    if (kind === 'ok') return { kind, endsJourney: told.journeyEnd !== undefined };
    if (kind === 'rejected') return { kind };
    if (kind !== 'error') return { kind, detail };
    return this.#interrupted ? { kind: 'unfinished' } : failureOf(told);
  }
}

/** journeyOf: a request's id is its journey's and the number of its step. */
function journeyOf(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** stamps: where an answer came, its own durations, which k6 takes at the socket; else when the script went on. */
function stamps(
  { kind, atMs, blockedMs, durationMs, status, instance }: ToldEnd,
  handedMs: number,
  offsetMs: number,
): Pick<Stamped, 'writtenMs' | 'endedMs' | 'status' | 'instance'> {
  const writtenMs = handedMs + blockedMs;
  return {
    writtenMs,
    endedMs: kind === 'error' ? atMs + offsetMs : writtenMs + durationMs,
    status,
    instance,
  };
}

import { newHistogram, recordMs } from '../../model/histogram.ts';
import { emptyLedger, failureKinds, type FailureKind } from '../../model/ledger.ts';
import type { Ending, Stamped } from './exchange.ts';
import type { ScheduleTimes } from './schedule.ts';
import { Windows } from './windows.ts';

/** count adds an ending to a ledger whose `sent` has been counted before. */
export function count(ledger: ReturnType<typeof emptyLedger>, kind: Ending['kind']): void {
  if (isFailure(kind)) {
    ledger.failed += 1;
    ledger.failures[kind] += 1;
  } else {
    ledger[kind] += 1;
  }
}

/** isFailure tells the kinds of failure from ok, rejected and unfinished. */
export function isFailure(kind: Ending['kind']): kind is FailureKind {
  return (failureKinds as readonly string[]).includes(kind);
}

/** MeasuredStretch: everything that is counted of the requests scheduled after the warm-up. */
export class MeasuredStretch {
  readonly ledger = emptyLedger();
  readonly journeys = { scheduled: 0, completed: 0, endedEarly: 0, broken: 0 };
  readonly statuses: Record<string, number> = {};
  readonly responseTime = newHistogram();
  readonly serviceTime = newHistogram();
  readonly connectionWait = newHistogram();
  readonly dispatchDelay = newHistogram();
  /** anyEnd: response times of whatever was sent, at the time it took until it ended in any way. */
  readonly anyEnd = newHistogram();
  /** anyDispatchDelay: of whatever was sent, so that the guard sees a late generator even when nothing is ok. */
  readonly anyDispatchDelay = newHistogram();
  readonly steps: readonly StepCounts[];
  readonly #times: ScheduleTimes;
  #windows: Windows | undefined;
  readonly #endMs: () => number;
  /** sentInTime: requests handed to the client before the stretch was over. */
  sentInTime = 0;

  constructor(stepCount: number, times: ScheduleTimes, endMs: () => number) {
    this.steps = Array.from({ length: stepCount }, () => new StepCounts());
    this.#times = times;
    this.#endMs = endMs;
  }

  /** windows are cut when the first request asks for them: by then it is certain where the stretch begins. */
  get windows(): Windows {
    const { measuredFromMs, endMs } = this.#times;
    return (this.#windows ??= new Windows(measuredFromMs, endMs - measuredFromMs));
  }

  sent(exchange: Stamped): void {
    this.ledger.sent += 1;
    this.steps[exchange.planned.stepIndex]!.requests += 1;
    if (exchange.handedMs <= this.#endMs()) this.sentInTime += 1;
    recordMs(this.anyDispatchDelay, exchange.handedMs - exchange.planned.scheduledMs);
  }

  ended(exchange: Stamped, ending: Ending): void {
    const { planned, handedMs, writtenMs, endedMs, status } = exchange;
    const responseTimeMs = endedMs - planned.scheduledMs;
    count(this.ledger, ending.kind);
    this.steps[planned.stepIndex]!.ended(ending.kind, responseTimeMs);
    recordMs(this.anyEnd, responseTimeMs);
    if (status > 0) this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (ending.kind !== 'ok') return;
    recordMs(this.responseTime, responseTimeMs);
    recordMs(this.serviceTime, endedMs - writtenMs);
    recordMs(this.connectionWait, writtenMs - handedMs);
    recordMs(this.dispatchDelay, handedMs - planned.scheduledMs);
    this.windows.record(planned.scheduledMs, responseTimeMs);
  }
}

/** StepCounts: the requests of one step of the journey that were sent. */
export class StepCounts {
  requests = 0;
  ok = 0;
  rejected = 0;
  failed = 0;
  readonly responseTime = newHistogram();

  ended(kind: Ending['kind'], responseTimeMs: number): void {
    if (kind === 'ok') {
      this.ok += 1;
      recordMs(this.responseTime, responseTimeMs);
    } else if (kind === 'rejected') this.rejected += 1;
    else if (isFailure(kind)) this.failed += 1;
  }
}

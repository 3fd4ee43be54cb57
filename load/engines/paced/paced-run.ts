import type { Alarm } from './alarm.ts';
import type { Connections } from './connections.ts';
import { Exchange, type Ending, type Planned } from './exchange.ts';
import type { Recorder } from './recorder.ts';
import type { Schedule } from './schedule.ts';

/** RunParts: what a run is put together from; times are of the clock of performance.now(). */
export interface RunParts {
  readonly schedule: Schedule;
  readonly recorder: Recorder;
  readonly connections: Connections;
  readonly alarm: Alarm;
  readonly limits: RunLimits;
  /** earlyMs: how long before a request is due it is awake. */
  readonly earlyMs: number;
  readonly requestIdPrefix: string;
  /** onAnswer is called for each ok answer with a primary status. */
  readonly onAnswer: (exchange: Exchange) => void;
  /** onIdle is called whenever no request is open and none will be due any more. */
  readonly onIdle: () => void;
}

export interface RunLimits {
  readonly maxInFlight: number;
  readonly timeoutMs: number;
}

/** sliceMs: a backlog of starts is worked off in slices, so that answers are not stamped late because of it. */
const sliceMs = 1;

/** turnMs: for what is due sooner, going round the event loop costs less and is sharper than sleeping. */
const turnMs = 0.03;

/** earlyShare of a core may be spent on being awake before a request is due; mostEarlyMs: waking up takes no longer. */
const [earlyShare, mostEarlyMs] = [0.02, 0.15];

/**
 * earlyMs: how long before a request is due the run is awake, so that waking up, and a cold cache, delay nothing; less at
 * high rates, where both are rare.
 */
export function earlyMs(requestsPerSecond: number): number {
  return Math.min(mostEarlyMs, (earlyShare * 1000) / requestsPerSecond);
}

/** PacedRun sends what the schedule asks for when it asks for it, and never waits for an answer before it does. */
export class PacedRun {
  readonly #parts: RunParts;
  /** open requests in the order in which they were handed over, which is also that of their time-outs. */
  readonly #open = new Set<Exchange>();
  #requests = 0;
  #alarmMs = Number.NaN;
  #continuing = false;
  #sending = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  get inFlight(): number {
    return this.#open.size;
  }

  /** pump hands over whatever is due, and sets the alarm for what is due next. */
  readonly pump = (): void => {
    this.#continuing = false;
    const { schedule } = this.#parts;
    const sliceEndMs = performance.now() + sliceMs;
    for (;;) {
      const [dueMs, nowMs] = [schedule.firstDueMs(), performance.now()];
      if (dueMs > nowMs) return this.#await(dueMs, nowMs);
      if (nowMs > sliceEndMs) return this.#pumpSoon();
      const planned = schedule.take();
      if (planned !== undefined) this.#begin(planned);
    }
  };

  readonly #ring = (): void => {
    this.#alarmMs = Number.NaN;
    this.pump();
  };

  #await(dueMs: number, nowMs: number): void {
    const { alarm, earlyMs: early, onIdle, schedule } = this.#parts;
    if (dueMs === Number.POSITIVE_INFINITY) {
      if (this.#open.size === 0) onIdle();
    } else if (dueMs - nowMs < Math.max(turnMs, early)) {
      this.#pumpSoon();
    } else if (dueMs !== this.#alarmMs) {
      this.#alarmMs = dueMs;
      alarm.set(dueMs - early, this.#ring, schedule.secondDueMs() - early);
    }
  }

  /** sendNoMore: whatever else is due counts as not sent. */
  sendNoMore(): void {
    this.#sending = false;
    this.#pumpSoon();
  }

  /** giveUp ends every open request as unfinished, and sends no more. */
  giveUp(): void {
    this.sendNoMore();
    for (const exchange of this.#open) this.#abandon(exchange, { kind: 'unfinished' });
  }

  #begin(planned: Planned): void {
    if (!this.#sending || this.#open.size >= this.#parts.limits.maxInFlight) return this.#holdBack(planned);
    const { recorder, connections, requestIdPrefix } = this.#parts;
    const { step, journey } = planned;
    const requestId = requestIdPrefix + (this.#requests++).toString(36);
    const request = {
      method: step.method,
      path: step.path(journey.variables),
      headers: [...step.headers(journey.variables), 'x-request-id', requestId],
      body: step.body(journey.variables),
    };
    recorder.scheduled(planned);
    const exchange = new Exchange(planned, requestId, performance.now(), this.#onEnd);
    this.#open.add(exchange);
    recorder.sent(exchange);
    const connection = connections.dispatch(request, exchange);
    // A request that the client will not even try has ended by now.
    if (exchange.ended) connections.abandon(connection, new Error('not a request'));
    else exchange.connection = connection;
    if (this.#timer === undefined) this.#timer = setTimeout(this.#expire, this.#parts.limits.timeoutMs);
  }

  #holdBack(planned: Planned): void {
    this.#parts.recorder.scheduled(planned);
    this.#parts.recorder.notSent(planned);
    this.#countJourney(planned, 'broken');
  }

  readonly #onEnd = (exchange: Exchange, ending: Ending): void => {
    const { recorder, schedule, connections, onAnswer } = this.#parts;
    const { planned } = exchange;
    this.#open.delete(exchange);
    if (exchange.connection !== undefined) connections.release(exchange.connection);
    recorder.ended(exchange, ending);
    if (ending.kind !== 'ok') this.#countJourney(planned, 'broken');
    else {
      if (planned.step.isPrimary(exchange.status)) onAnswer(exchange);
      if (ending.endsJourney) this.#countJourney(planned, 'endedEarly');
      else if (!schedule.goOn(planned, exchange.endedMs)) this.#countJourney(planned, 'completed');
    }
    this.#goOn(exchange.endedMs);
  };

  /**
   * goOn looks for what is due after an answer. Answers that come in a burst, as after a stall, are all stamped before
   * the event loop goes round, but for starts that would be late by more than a slice: these go in between.
   */
  #goOn(nowMs: number): void {
    const dueMs = this.#parts.schedule.firstDueMs();
    if (dueMs < nowMs - sliceMs) queueMicrotask(this.pump);
    // While the alarm is set for what is due first, there is nothing to do before it rings.
    else if (dueMs !== this.#alarmMs) this.#pumpSoon();
  }

  /** expire ends the requests whose time is over, and sets the timer for the next. */
  readonly #expire = (): void => {
    this.#timer = undefined;
    const { timeoutMs } = this.#parts.limits;
    for (const exchange of this.#open) {
      const leftMs = exchange.handedMs + timeoutMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(this.#expire, Math.ceil(leftMs));
        return;
      }
      this.#abandon(exchange, { kind: 'timeout', detail: `no complete answer within ${timeoutMs} ms` });
    }
  };

  #abandon(exchange: Exchange, ending: Ending): void {
    const { connection } = exchange;
    exchange.connection = undefined;
    exchange.giveUp(ending);
    if (connection !== undefined) this.#parts.connections.abandon(connection, new Error(ending.kind));
  }

  #countJourney({ journey }: Planned, end: 'completed' | 'endedEarly' | 'broken'): void {
    if (journey.measured) this.#parts.recorder.measured.journeys[end] += 1;
  }

  #pumpSoon(): void {
    if (this.#continuing) return;
    this.#continuing = true;
    setImmediate(this.pump);
  }
}

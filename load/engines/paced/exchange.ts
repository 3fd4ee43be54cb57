import type { Dispatcher } from 'undici';
import type { CompiledStep } from './compiled-step.ts';
import type { Connection } from './connections.ts';
import { failureOf, type Failure } from './failure.ts';
import type { Journey } from './journey.ts';

/** Ending: what became of a request. `unfinished`: still open when the engine had to end. */
export type Ending =
  | { readonly kind: 'ok'; readonly endsJourney: boolean }
  | { readonly kind: 'rejected' | 'unfinished' }
  | Failure;

/** Planned: a request as the schedule asks for it; times are of the clock of performance.now(). */
export interface Planned {
  readonly journey: Journey;
  readonly stepIndex: number;
  readonly step: CompiledStep;
  readonly scheduledMs: number;
}

/** Stamped: what is recorded of a request and its answer; times are of the clock of performance.now(). */
export interface Stamped {
  readonly planned: Pick<Planned, 'scheduledMs' | 'stepIndex'> & { readonly step: { readonly name: string } };
  readonly requestId: string;
  readonly handedMs: number;
  readonly writtenMs: number;
  readonly endedMs: number;
  /** status of the final answer; 0 where none has come. */
  readonly status: number;
  readonly instance: string | undefined;
}

type Headers = Record<string, string | string[] | undefined>;

/**
 * Exchange: one request and its answer, stamped as it goes. It is the client's handler itself, so that a request costs
 * no further objects. `onEnd` is called exactly once.
 *
 * `writtenMs` is taken in onRequestStart, which the client calls 0.3 µs before it writes the headers (undici 8.12). Its
 * onRequestSent comes after the system call, some 20 µs later; on a loopback the server is at work by then, and
 * service times would be that much too short.
 */
export class Exchange implements Dispatcher.DispatchHandler, Stamped {
  readonly planned: Planned;
  readonly requestId: string;
  readonly handedMs: number;
  readonly #onEnd: (exchange: Exchange, ending: Ending) => void;
  /** connection that carries the request, while it does. */
  connection: Connection | undefined;
  writtenMs = Number.NaN;
  endedMs = Number.NaN;
  status = 0;
  instance: string | undefined;
  #retryAfter = false;
  #chunks: Buffer[] | undefined;
  ended = false;

  constructor(
    planned: Planned,
    requestId: string,
    handedMs: number,
    onEnd: (exchange: Exchange, ending: Ending) => void,
  ) {
    this.planned = planned;
    this.requestId = requestId;
    this.handedMs = handedMs;
    this.#onEnd = onEnd;
  }

  onRequestStart(): void {
    this.writtenMs = performance.now();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.status = status;
    const instance = headers['x-instance-id'];
    if (typeof instance === 'string') this.instance = instance;
    this.#retryAfter = headers['retry-after'] !== undefined;
    const { step } = this.planned;
    if (step.check !== undefined && step.isPrimary(status)) this.#chunks = [];
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks?.push(chunk);
  }

  onResponseEnd(): void {
    this.endedMs = performance.now();
    this.#end(this.#judge());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const reached = { written: !Number.isNaN(this.writtenMs), answered: this.status > 0 };
    this.giveUp(failureOf(error, reached));
  }

  /** giveUp ends the exchange from outside: it took too long, or the engine has to end. */
  giveUp(ending: Ending): void {
    this.endedMs = performance.now();
    this.#end(ending);
  }

  #end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    this.#chunks = undefined;
    this.#onEnd(this, ending);
  }

  #judge(): Ending {
    const { step, journey } = this.planned;
    if (!step.isExpected(this.status)) {
      const refusal = this.status === 429 || (this.status === 503 && this.#retryAfter);
      return refusal ? { kind: 'rejected' } : { kind: 'status', detail: `status ${this.status}` };
    }
    if (this.#chunks !== undefined) {
      const wrong = step.check?.(Buffer.concat(this.#chunks).toString(), journey.variables);
      if (wrong !== undefined) return { kind: 'body', detail: wrong };
    }
    return { kind: 'ok', endsJourney: step.endsJourney(this.status) };
  }
}
